using System.Text.Json;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class SharedDataTests
{
    [Theory]
    [MemberData(nameof(SharedData.Cases), MemberType = typeof(SharedData))]
    public void Every_file_of_the_shared_data_gives_the_expected_facts(string expectedFile)
    {
        SharedData.SkipWhenAbsent(expectedFile);
        var outer = SharedData.Facts(expectedFile);
        var facts = outer.TryGetProperty("chat", out var inner) ? inner : outer;
        var path = SharedData.DataFile(Path.Combine(SharedData.WhatsAppFolder!, expectedFile));
        using var upload = File.OpenRead(path);
        using var export = ExportArchive.Open(upload, Path.GetExtension(path), Path.GetTempPath(), ArchiveLimits.Default, CancellationToken.None);
        var scan = TranscriptScanner.Scan(export.Transcript, CancellationToken.None);
        var entries = TranscriptReader.Read(export.Transcript, scan.Form).ToList();

        Assert.Equal(facts.GetProperty("messages_total").GetInt32(), entries.Count);
        if (facts.TryGetProperty("messages_with_author", out var authored))
            Assert.Equal(authored.GetInt32(), entries.Count(e => e.Sender.Length > 0));
        Assert.Equal(Counts(facts.GetProperty("messages_per_author")), Count(entries.Where(e => e.Sender.Length > 0 && IsCountedAuthor(e, facts, entries)), e => e.Sender));
        Assert.Equal(Counts(facts.GetProperty("messages_per_day")), Count(entries, e => e.WallTime.ToString("yyyy-MM-dd")));
        Assert.Equal(facts.GetProperty("first").GetString(), entries.Min(e => e.WallTime).ToString("s"));
        Assert.Equal(facts.GetProperty("last").GetString(), entries.Max(e => e.WallTime).ToString("s"));
        Assert.Equal(facts.GetProperty("days").GetInt32(), entries.Select(e => e.WallTime.Date).Distinct().Count());
        Assert.Equal(facts.GetProperty("multi_line_messages").GetInt32(), entries.Count(HasSeveralLines));
        Assert.Equal(Attachments(facts), entries.Where(e => e.Attachment is not null && !e.IsOmitted).Select(e => e.Attachment!));
        Assert.Equal(facts.GetProperty("exact_duplicate_messages").GetInt32(), Duplicates(entries));
        Assert.Equal(Order(facts), scan.Form.DateOrder);
        AssertKinds(facts, scan, entries);
        AssertArchive(outer, export);
    }

    [Theory]
    [MemberData(nameof(SharedData.Cases), MemberType = typeof(SharedData))]
    public void Both_passes_over_a_shared_file_agree(string expectedFile)
    {
        SharedData.SkipWhenAbsent(expectedFile);
        var path = SharedData.DataFile(Path.Combine(SharedData.WhatsAppFolder!, expectedFile));
        using var upload = File.OpenRead(path);
        using var export = ExportArchive.Open(upload, Path.GetExtension(path), Path.GetTempPath(), ArchiveLimits.Default, CancellationToken.None);
        var scan = TranscriptScanner.Scan(export.Transcript, CancellationToken.None);
        var entries = TranscriptReader.Read(export.Transcript, scan.Form).ToList();
        var messages = entries.Where(e => e.Kind == EntryKind.Message).ToList();

        Assert.Equal(messages.Count, scan.MessageCount);
        Assert.Equal(entries.Count(e => e.Kind == EntryKind.Notice), scan.NoticeCount);
        Assert.Equal(entries.Count(e => e.Kind == EntryKind.System), scan.SystemCount);
        Assert.Equal(messages.GroupBy(e => DateOnly.FromDateTime(e.WallTime)).ToDictionary(g => g.Key, g => g.Count()), scan.MessagesPerDay);
        Assert.Equal(messages.Min(e => e.WallTime), scan.FirstWallTime);
        Assert.Equal(messages.Max(e => e.WallTime), scan.LastWallTime);
    }

    [Fact]
    public void Two_periods_of_one_chat_have_the_expected_number_of_common_hashes()
    {
        var pairs = SharedData.ExpectedFiles.Where(f => SharedData.Facts(f).TryGetProperty("overlap", out _)).ToList();
        SharedData.SkipWhenAbsent(pairs.FirstOrDefault() ?? "");
        foreach (var pair in pairs)
        {
            var facts = SharedData.Facts(pair);
            var first = Hashes(facts.GetProperty("first").GetString()!);
            var second = Hashes(facts.GetProperty("second").GetString()!);
            Assert.Equal(facts.GetProperty("overlap").GetInt32(), first.Intersect(second).Count());
            Assert.Equal(facts.GetProperty("union").GetInt32(), first.Union(second).Count());
        }
    }

    private static HashSet<(DateTime, string)> Hashes(string file)
    {
        using var upload = File.OpenRead(Path.Combine(SharedData.WhatsAppFolder!, file));
        var form = TranscriptScanner.Scan(upload, CancellationToken.None).Form;
        var hasher = new MessageHasher("secret"u8);
        var days = new Dictionary<DateTime, DayDeduper>();
        return TranscriptReader.Read(upload, form).Where(e => e.Kind == EntryKind.Message).Select(e =>
        {
            if (!days.TryGetValue(e.WallTime.Date, out var day)) days.Add(e.WallTime.Date, day = new DayDeduper(hasher));
            return (e.WallTime.Date, day.Add(e.Sender, e.Text, e.Attachment).ContentHash);
        }).ToHashSet();
    }

    /// <summary>The expected facts exclude the group's name, under which iOS writes notices, from the authors.</summary>
    private static bool IsCountedAuthor(TranscriptEntry entry, JsonElement facts, List<TranscriptEntry> entries) =>
        !facts.TryGetProperty("messages_by_kind", out _) || entries.Any(e => e.Sender == entry.Sender && e.Kind == EntryKind.Message);

    private static void AssertKinds(JsonElement facts, TranscriptScan scan, List<TranscriptEntry> entries)
    {
        if (facts.TryGetProperty("messages_by_kind", out var kinds))
        {
            int Sum(params string[] names) => names.Sum(n => kinds.TryGetProperty(n, out var count) ? count.GetInt32() : 0);
            Assert.Equal(Sum("system", "deleted", "call"), scan.NoticeCount + scan.SystemCount);
            Assert.Equal(Sum("omitted"), entries.Count(e => e.IsOmitted));
            Assert.Equal(Sum("media"), entries.Count(e => e.IsMedia && !e.IsOmitted));
            Assert.Equal(entries.Count - Sum("system", "deleted", "call"), scan.MessageCount);
        }
        if (facts.TryGetProperty("whats_json_own_test_suite", out var suite))
            Assert.Equal(suite.GetProperty("system_or_omitted").GetInt32(), entries.Count(e => e.Kind != EntryKind.Message || e.IsOmitted));
    }

    private static void AssertArchive(JsonElement outer, OpenedExport export)
    {
        if (!outer.TryGetProperty("chat_member", out var member)) return;
        Assert.Equal(member.GetString(), export.TranscriptName);
    }

    private static IEnumerable<string> Strings(JsonElement facts, string name) => facts.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);

    private static IEnumerable<string> Attachments(JsonElement facts) => Strings(facts, facts.TryGetProperty("attachment_names", out _) ? "attachment_names" : "attachments");

    private static DateOrder Order(JsonElement facts) => facts.GetProperty("date_order").GetString() switch
    {
        "DMY" => DateOrder.DayFirst,
        "MDY" => DateOrder.MonthFirst,
        _ => DateOrder.YearFirst,
    };

    private static bool HasSeveralLines(TranscriptEntry entry) => entry.Text.Contains('\n') || (entry.Attachment is not null && entry.Text.Length > 0 && !entry.IsOmitted);

    private static int Duplicates(List<TranscriptEntry> entries) =>
        entries.Count - entries.Select(e => (e.WallTime, e.Sender, e.Text, e.Attachment, e.Kind, e.IsOmitted)).Distinct().Count();

    private static SortedDictionary<string, int> Counts(JsonElement counts) =>
        new(counts.EnumerateObject().GroupBy(p => Name(p.Name)).ToDictionary(g => g.Key, g => g.Sum(p => p.Value.GetInt32())), StringComparer.Ordinal);

    private static SortedDictionary<string, int> Count(IEnumerable<TranscriptEntry> entries, Func<TranscriptEntry, string> key) =>
        new(entries.GroupBy(key).ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal);

    /// <summary>The expected facts keep marks and the "~ " of unsaved contacts in names.</summary>
    private static string Name(string written)
    {
        var name = string.Concat(written.Where(c => c is not (>= '\u200E' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069')))
            .Replace('\u00A0', ' ').Replace('\u202F', ' ');
        return name.StartsWith("~ ", StringComparison.Ordinal) ? name[2..] : name;
    }
}
