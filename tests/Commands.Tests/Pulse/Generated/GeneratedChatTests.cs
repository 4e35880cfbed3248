using System.Text;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.Generated;

/// <summary>
/// Chats in any form that a phone writes are read exactly as generated. A failure contains the seed: set ES_SEED to it to test only that chat.
/// </summary>
public sealed class GeneratedChatTests
{
    private const int Chats = 2_500;

    [Fact]
    public void A_random_chat_is_read_as_it_was_written() => ForAny(seed =>
    {
        var chat = RandomChat.Of(seed);
        return (chat, Read(chat.Items, chat.Form, Encoding.UTF8.GetBytes(chat.Text), After(chat)));
    });

    [Fact]
    public void A_chat_in_a_random_encoding_is_read_as_it_was_written() => ForAny(seed =>
    {
        var (chat, bytes) = ChatEncodings.AnyOf(seed);
        return (chat, Read(chat.Items, chat.Form, bytes, After(chat)));
    });

    /// <summary>An ambiguous date order is read correctly, or a warning contains the right reading. With the order stated it is read correctly.</summary>
    [Fact]
    public void An_ambiguous_date_order_is_read_correctly_or_causes_a_warning() => ForAny(seed =>
    {
        var chat = RandomChat.Of(seed, open: true);
        var bytes = Encoding.UTF8.GetBytes(chat.Text);
        var options = After(chat);
        var stated = Read(chat.Items, chat.Form, bytes, chat.Form.HasAmbiguousOrder ? options with { Stated = chat.Form.Order } : options);
        if (stated is not null) return (chat, "with its order stated: " + stated);
        var silent = Read(chat.Items, chat.Form, bytes, options);
        return (chat, silent is null || Warns(chat, bytes, options) ? null : silent);
    });

    /// <summary>An export followed by a later one of another form: no message is lost.</summary>
    [Fact]
    public void Exports_joined_into_one_file_are_read_separately() => ForAny(seed =>
    {
        var first = RandomChat.Of(seed);
        var from = first.Items.Max(i => i.Time).AddDays(1);
        while (from.Day < 13) from = from.AddDays(1);
        var second = RandomChat.Of(unchecked(seed * 31 + 7), from: from);
        if (first.Form.Phone == second.Form.Phone && first.Form.Separator.Trim() == second.Form.Separator.Trim()) return (first, null);
        var bytes = Encoding.UTF8.GetBytes(first.Text + second.Text);
        return (first, Read([.. first.Items, .. second.Items], second.Form with { Seconds = true }, bytes, After(second), both: true));
    });

    private static bool Warns(RandomChat chat, byte[] bytes, ScanOptions options)
    {
        using var stream = new MemoryStream(bytes);
        var scan = TranscriptScanner.Scan(stream, CancellationToken.None, null, options);
        return scan.Warnings.Any(w => w.Code == "month_names_assumed") || scan.Warnings.Any(w => w.Code == "date_order_assumed" && w.Message.Contains($"{chat.Items.Min(i => i.Time):yyyy-MM-dd} to {chat.Items.Max(i => i.Time):yyyy-MM-dd}"));
    }

    private static string? Read(IReadOnlyList<ChatItem> items, HeaderForm form, byte[] bytes, ScanOptions options, bool both = false)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            var scan = TranscriptScanner.Scan(stream, CancellationToken.None, null, options);
            var difference = ChatComparison.Difference(items, both ? null : form.Seconds, scan, [.. TranscriptReader.Read(stream, scan.Form)]);
            // A file with only an ambiguous month name causes a warning.
            return difference is not null && scan.Warnings.Any(w => w.Code == "month_names_assumed") ? null : difference;
        }
        catch (TranscriptException refused)
        {
            return "refused: " + refused.Message;
        }
    }

    /// <summary>Uploaded on the day after its last message.</summary>
    private static ScanOptions After(RandomChat chat) => new(Today: DateOnly.FromDateTime(chat.Items.Max(i => i.Time)).AddDays(1));

    private static void ForAny(Func<int, (RandomChat Chat, string? Difference)> check)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("ES_SEED"), out var only))
        {
            var (chat, difference) = check(only);
            Assert.True(difference is null, $"seed {only}: {difference}\n{chat.Form}\n{chat}");
            return;
        }
        // The same chats in every run, so that results are comparable; ES_FIRST_SEED selects others.
        var first = int.TryParse(Environment.GetEnvironmentVariable("ES_FIRST_SEED"), out var other) ? other : 1;
        var failures = new List<string>();
        for (var seed = first; seed < first + Chats; seed++)
        {
            var (chat, difference) = check(seed);
            if (difference is not null) failures.Add($"seed {seed}: {difference}\n    {chat.Form.Write(chat.Items[0].Time)}| {chat.Form.Language} {chat.Form.Phone} {chat.Form.Calendar} {chat.Form.Order}");
        }
        Assert.True(failures.Count == 0, $"{failures.Count} of {Chats} chats were not read as they were written:\n{string.Join("\n", failures.Take(int.TryParse(Environment.GetEnvironmentVariable("ES_FAILURES"), out var n) ? n : 10))}");
    }
}
