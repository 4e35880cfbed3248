using System.Text;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.Generated;

/// <summary>
/// Chats in any form that a phone writes come out exactly as they were put in. A failure names the seed: set ES_SEED to it to try that chat alone.
/// </summary>
public sealed class GeneratedChatTests
{
    private const int Chats = 2_500;

    [Fact]
    public void Any_chat_is_read_as_it_was_written() => ForAny(seed =>
    {
        var chat = AnyChat.Of(seed);
        return (chat, Read(chat.Items, chat.Form, Encoding.UTF8.GetBytes(chat.Text), After(chat)));
    });

    [Fact]
    public void A_chat_in_any_encoding_is_read_as_it_was_written() => ForAny(seed =>
    {
        var (chat, bytes) = ChatEncodings.AnyOf(seed);
        return (chat, Read(chat.Items, chat.Form, bytes, After(chat)));
    });

    /// <summary>Dates that leave the order of day and month open are read right, or a warning names the reading that is right; stated, they are right.</summary>
    [Fact]
    public void An_open_order_of_dates_is_read_right_or_asked_for() => ForAny(seed =>
    {
        var chat = AnyChat.Of(seed, open: true);
        var bytes = Encoding.UTF8.GetBytes(chat.Text);
        var options = After(chat);
        var stated = Read(chat.Items, chat.Form, bytes, chat.Form.HasOpenOrder ? options with { Stated = chat.Form.Order } : options);
        if (stated is not null) return (chat, "with its order stated: " + stated);
        var silent = Read(chat.Items, chat.Form, bytes, options);
        return (chat, silent is null || Asks(chat, bytes, options) ? null : silent);
    });

    /// <summary>One export behind another of another form, a later piece of the chat: nothing is swallowed.</summary>
    [Fact]
    public void Exports_joined_to_one_file_are_read_as_what_they_are() => ForAny(seed =>
    {
        var first = AnyChat.Of(seed);
        var from = first.Items.Max(i => i.Time).AddDays(1);
        while (from.Day < 13) from = from.AddDays(1);
        var second = AnyChat.Of(unchecked(seed * 31 + 7), from: from);
        if (first.Form.Phone == second.Form.Phone && first.Form.Separator.Trim() == second.Form.Separator.Trim()) return (first, null);
        var bytes = Encoding.UTF8.GetBytes(first.Text + second.Text);
        return (first, Read([.. first.Items, .. second.Items], second.Form with { Seconds = true }, bytes, After(second), both: true));
    });

    private static bool Asks(AnyChat chat, byte[] bytes, ScanOptions options)
    {
        using var stream = new MemoryStream(bytes);
        var scan = TranscriptScanner.Scan(stream, CancellationToken.None, null, options);
        return scan.Warnings.Any(w => w.Code == "month_names_assumed") || scan.Warnings.Any(w => w.Code == "date_order_assumed" && w.Message.Contains($"{chat.Items.Min(i => i.Time):yyyy-MM-dd} to {chat.Items.Max(i => i.Time):yyyy-MM-dd}"));
    }

    private static string? Read(IReadOnlyList<ChatItem> items, HeadForm form, byte[] bytes, ScanOptions options, bool both = false)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            var scan = TranscriptScanner.Scan(stream, CancellationToken.None, null, options);
            var difference = WhatWasRead.Difference(items, both ? null : form.Seconds, scan, [.. TranscriptReader.Read(stream, scan.Form)]);
            // A month by a name of two months, and nothing else in the file: it asks.
            return difference is not null && scan.Warnings.Any(w => w.Code == "month_names_assumed") ? null : difference;
        }
        catch (TranscriptException refused)
        {
            return "refused: " + refused.Message;
        }
    }

    /// <summary>Uploaded on the day after its last message.</summary>
    private static ScanOptions After(AnyChat chat) => new(Today: DateOnly.FromDateTime(chat.Items.Max(i => i.Time)).AddDays(1));

    private static void ForAny(Func<int, (AnyChat Chat, string? Difference)> check)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("ES_SEED"), out var only))
        {
            var (chat, difference) = check(only);
            Assert.True(difference is null, $"seed {only}: {difference}\n{chat.Form}\n{chat}");
            return;
        }
        // The same chats in every run, so that a change is judged by what it changed; ES_FIRST_SEED tries others.
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
