using System.Globalization;
using CsCheck;
using EventSourced.Commands.Boost.Dependencies;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Dependencies;

/// <summary>Dependencies of releases and the log of their changes.</summary>
public sealed class ReleaseRecordTests
{
    private static readonly BoostRelease s_84 = new(1, 84, 0);
    private static readonly BoostRelease s_85 = new(1, 85, 0);
    private static readonly BoostRelease s_86 = new(1, 86, 0);

    [Fact]
    public void The_worked_example_of_the_specification()
    {
        var releases = new Recorded();
        Assert.Equal(0, releases.Record(s_84, "2023-12-13", Asio("config", "system")).Logged);
        Assert.Equal(2, releases.Record(s_85, "2024-04-15", Asio("config", "align")).Logged);

        Assert.Equal(["+asio align 2024-04-15", "-asio system 2024-04-15"], releases.Log);

        Assert.Empty(releases.Record(s_84, "2023-12-13", Asio("config", "system")).Events);
        Assert.Empty(releases.Record(s_85, "2024-04-15", Asio("config", "align")).Events);
    }

    [Fact]
    public void An_older_release_that_comes_later_replaces_one_comparison_by_two()
    {
        var releases = new Recorded();
        releases.Record(s_84, "2023-12-13", Asio("config"));
        releases.Record(s_86, "2024-08-14", Asio("align", "core"));
        Assert.Equal(["+asio align 2024-08-14", "+asio core 2024-08-14", "-asio config 2024-08-14"], releases.Log);

        var between = releases.Record(s_85, "2024-04-15", Asio("config", "align"));
        Assert.Equal(1, between.Logged);
        Assert.Equal(1, between.Withdrawn);
        Assert.Equal(["+asio align 2024-04-15", "+asio core 2024-08-14", "-asio config 2024-08-14"], releases.Log);
    }

    [Fact]
    public void A_release_without_the_repository_says_nothing_about_it_and_one_that_lists_it_without_dependencies_removes_all()
    {
        var releases = new Recorded();
        releases.Record(s_84, "2023-12-13", Asio("config"));
        releases.Record(s_85, "2024-04-15", Of("beast", "asio"));
        Assert.Empty(releases.Log);
        releases.Record(s_86, "2024-08-14", Asio());
        Assert.Equal(["-asio config 2024-08-14"], releases.Log);
    }

    [Fact]
    public void A_library_that_its_repository_does_not_list_any_more_loses_its_dependencies()
    {
        var releases = new Recorded();
        releases.Record(s_84, "2023-12-13", new(new("boostorg/math", "math"), [Name("config")]), new(new("boostorg/math", "Math Octonion"), [Name("core")]));
        releases.Record(s_85, "2024-04-15", new ClientDependencies(new("boostorg/math", "math"), [Name("config")]));
        Assert.Equal(["-Math Octonion core 2024-04-15"], releases.Log);
    }

    [Fact]
    public void Changes_without_a_date_of_the_release_have_the_date_of_the_record_until_it_is_known()
    {
        var releases = new Recorded();
        releases.Record(s_84, null, Asio("config"));
        releases.Record(s_85, null, Asio("config", "asio"));
        Assert.Equal(["+asio asio 2026-03-04"], releases.Log);

        var dated = releases.Record(s_85, "2024-04-15");
        Assert.Equal((1, 1), (dated.Logged, dated.Withdrawn));
        Assert.Equal(["+asio asio 2024-04-15"], releases.Log);
        Assert.Empty(releases.Record(s_85, null).Events);
    }

    [Fact]
    public void Two_releases_of_one_date_have_one_change_of_a_pair_and_the_later_release_counts()
    {
        var releases = new Recorded();
        releases.Record(s_86, "2024-04-15", Asio("config"));
        releases.Record(s_85, "2024-04-15", Asio("config", "align"));
        releases.Record(s_84, "2023-12-13", Asio("config"));
        Assert.Equal(["-asio align 2024-04-15"], releases.Log);
    }

    [Fact]
    public void Dependencies_are_only_added()
    {
        var releases = new Recorded();
        releases.Record(s_84, "2023-12-13", Asio("config"));
        Assert.Equal(1, releases.Record(s_84, null, Asio("system")).NewDependencies);
        Assert.Equal(0, releases.Record(s_84, null, Asio("config")).NewDependencies);
    }

    [Fact]
    public void Any_order_of_any_pieces_gives_the_same_log()
    {
        var library = Gen.Int[0, 2].Select(i => ((string[])["asio", "beast", "config"])[i]);
        var piece = Gen.Select(Gen.Int[80, 84], library, library.Array[0, 3], Gen.Bool);
        piece.Array[1, 12].SelectMany(pieces => Gen.Shuffle(pieces).Select(shuffled => (pieces, shuffled))).Sample(p => Replay(p.pieces).SequenceEqual(Replay(p.shuffled)));

        // The date of a release comes with some of its pieces, and at last with one that has no dependencies.
        static IReadOnlyList<string> Replay((int Minor, string Library, string[] Dependencies, bool IsDated)[] pieces)
        {
            var releases = new Recorded();
            foreach (var (minor, library, dependencies, isDated) in pieces) releases.Record(new(1, minor, 0), isDated ? Date(minor) : null, Of(library, dependencies));
            foreach (var minor in pieces.Select(p => p.Minor).Distinct()) releases.Record(new(1, minor, 0), Date(minor));
            Assert.Equal(releases.Expected(), releases.Log);
            return releases.Log;
        }

        // Some releases have one date.
        static string Date(int minor) => $"2024-01-{10 + ((minor - 80) / 2)}";
    }

    private static ClientDependencies Asio(params string[] dependencies) => Of("asio", dependencies);

    private static ClientDependencies Of(string library, params string[] dependencies) => new(Name(library), [.. dependencies.Distinct().Select(Name)]);

    private static LibraryName Name(string library) => new($"boostorg/{library}", library);

    /// <summary>Releases as they are recorded one after the other.</summary>
    private sealed class Recorded
    {
        private readonly ReleasesState _state = new();
        private readonly Dictionary<(BoostRelease Release, LibraryName Client), HashSet<string>> _given = [];
        private readonly Dictionary<BoostRelease, string> _dates = [];

        public IReadOnlyList<string> Log => [.. ((string[])["boostorg/asio", "boostorg/beast", "boostorg/config", "boostorg/math"]).SelectMany(_state.LogOf)
            .Select(c => $"{(c.Value ? '+' : '-')}{c.Key.Client.Name} {c.Key.Dependency.Name} {c.Key.Date:yyyy-MM-dd}").Order(StringComparer.Ordinal)];

        public ReleaseRecord Record(BoostRelease release, string? date, params ClientDependencies[] clients)
        {
            var record = ReleaseRecord.Of(_state, release, date is null ? null : DateTimeOffset.Parse(date + "T12:00:00Z", CultureInfo.InvariantCulture), clients, Facts.Now);
            _state.After(Facts.From(_state.Version + 1, record.Events));
            if (date is not null) _dates[release] = date;
            foreach (var client in clients)
            {
                if (!_given.TryGetValue((release, client.Library), out var set)) _given[(release, client.Library)] = set = [];
                set.UnionWith(client.Dependencies.Select(d => d.Name));
            }
            return record;
        }

        /// <summary>The log by the plainest reading of the rule: each library of one repository against its last release, in order.</summary>
        public IReadOnlyList<string> Expected()
        {
            var log = new Dictionary<string, char>();
            foreach (var library in _given.GroupBy(g => g.Key.Client))
            {
                HashSet<string>? before = null;
                foreach (var ((release, client), now) in library.OrderBy(g => g.Key.Release))
                {
                    foreach (var name in before is null ? [] : now.Union(before).Where(n => now.Contains(n) != before.Contains(n))) log[$"{client.Name} {name} {_dates[release]}"] = now.Contains(name) ? '+' : '-';
                    before = now;
                }
            }
            return [.. log.Select(c => c.Value + c.Key).Order(StringComparer.Ordinal)];
        }
    }
}
