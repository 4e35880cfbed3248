using EventSourced.Commands.Boost.Usage;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Usage;

/// <summary>What a scan says that is new, without a database.</summary>
public sealed class UsageRecordTests
{
    private static readonly DateTimeOffset s_first = new(2026, 3, 4, 0, 5, 0, TimeSpan.Zero);
    private static readonly BoostHeader s_asio = new("boostorg/asio", "include/boost/asio.hpp");
    private static readonly BoostHeader s_json = new("boostorg/json", "include/boost/json.hpp");
    private static readonly Dictionary<string, BoostHeader> s_headers = new() { ["boost/asio.hpp"] = s_asio, ["boost/json.hpp"] = s_json };

    private readonly UsageState _state = new("gull/nest");

    [Fact]
    public void A_scan_is_recorded_once_and_a_later_one_ends_what_it_does_not_find()
    {
        var first = Scan(0, null, File("a.cpp", 1, "boost/asio.hpp", "boost/json.hpp", "boost/own.hpp"), File("b.cpp", 1, "boost/asio.hpp"))!;
        Assert.Equal(("1.80.0", true, 0), (first.BoostVersion, first.IsBoostUsed, first.Ended.Count));
        Assert.Equal(["a.cpp: 2 + boost/own.hpp", "b.cpp: 1 + "], first.Files.Select(f => $"{f.Path}: {f.Headers.Count} + {string.Join(',', f.MissingHeaders)}"));
        Assert.Null(Scan(0, null, File("a.cpp", 1, "boost/asio.hpp", "boost/json.hpp", "boost/own.hpp"), File("b.cpp", 1, "boost/asio.hpp")));

        var second = Scan(1, null, File("a.cpp", 2, "boost/asio.hpp"))!;
        Assert.Equal(new DateOnly(2026, 3, 5), second.EndedOn);
        Assert.Equal([new("a.cpp", s_json), new EndedUsage("b.cpp", s_asio)], second.Ended);
        Assert.Equal([new MissingHeader("a.cpp", "boost/own.hpp")], second.Found);

        // Found again, and only what is new is said.
        var third = Scan(2, null, File("a.cpp", 2, "boost/asio.hpp"), File("b.cpp", 1, "boost/asio.hpp"))!;
        Assert.Equal("b.cpp", Assert.Single(third.Files).Path);
        Assert.Empty(third.Ended);
        Assert.Null(_state.Files["b.cpp"].Headers[s_asio]);
    }

    [Fact]
    public void A_scan_without_files_ends_nothing_and_says_that_Boost_is_not_used()
    {
        Scan(0, null, File("a.cpp", 1, "boost/asio.hpp"));
        var empty = Scan(1, null)!;
        Assert.Equal((false, "1.80.0", 0, 0), (empty.IsBoostUsed, empty.BoostVersion, empty.Ended.Count, empty.Files.Count));
        // One file without an include is a result.
        Assert.Single(Scan(2, null, File("c.cpp", 1))!.Ended);
    }

    [Fact]
    public void A_known_file_without_a_commit_since_the_start_of_the_run_is_not_read_again()
    {
        Scan(0, null, File("a.cpp", 1, "boost/asio.hpp"), File("gone.cpp", 1, "boost/asio.hpp"));
        var skipped = Scan(1, s_first.AddDays(-1), File("a.cpp", 1, "boost/json.hpp"))!;
        Assert.Empty(skipped.Files);
        Assert.True(skipped.IsBoostUsed);
        Assert.Equal([new EndedUsage("gone.cpp", s_asio)], skipped.Ended);
        var read = Scan(2, s_first.AddDays(-1).AddSeconds(-1), File("a.cpp", 1, "boost/json.hpp"))!;
        Assert.Equal([s_json], Assert.Single(read.Files).Headers);
        // A new file is read whatever its commit.
        Assert.Single(Scan(3, s_first, File("a.cpp", 1, "boost/json.hpp"), File("new.cpp", 40, "boost/asio.hpp"))!.Files);
    }

    [Fact]
    public void Headers_that_become_known_are_matched_with_the_dates_of_their_files()
    {
        Scan(0, null, File("a.cpp", 1, "boost/own.hpp", "boost/other.hpp"), File("b.cpp", 1, "boost/own.hpp"));
        Scan(1, null, File("a.cpp", 1, "boost/own.hpp", "boost/other.hpp"));
        var own = new BoostHeader("boostorg/own", "include/boost/own.hpp");
        var matched = HeaderMatch.Of(_state, new Dictionary<string, BoostHeader> { ["boost/own.hpp"] = own })!;
        Assert.Equal(
            [new("a.cpp", "boost/own.hpp", own, s_first.AddDays(-1), null), new MatchedHeader("b.cpp", "boost/own.hpp", own, s_first.AddDays(-1), new DateOnly(2026, 3, 5))], matched.Headers);
        Assert.Equal(["b.cpp"], matched.CompletedFiles);
        Apply(matched);
        Assert.Null(HeaderMatch.Of(_state, new Dictionary<string, BoostHeader> { ["boost/own.hpp"] = own }));
    }

    // Commits are some days before the first scan.
    private static SourceFile File(string path, int daysBefore, params string[] includes) => new(path, s_first.AddDays(-daysBefore), includes);

    private UsageScanned? Scan(int day, DateTimeOffset? changedSince, params SourceFile[] files)
    {
        var scan = new UsageScan(files, false, day == 0 ? "1.80.0" : "", new());
        var scanned = UsageRecord.Of(_state, scan, UsageRecord.Read(_state, scan, changedSince), s_first.AddDays(day), s_headers);
        if (scanned is not null) Apply(scanned);
        return scanned;
    }

    private void Apply(EventSourced.Contracts.IEvent e) => _state.After(Facts.From(_state.Version + 1, [e]));
}
