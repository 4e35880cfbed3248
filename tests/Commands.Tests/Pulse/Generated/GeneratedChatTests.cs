using System.Text;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.Generated;

/// <summary>
/// Chats in any form that a phone writes come out exactly as they were put in. A failure names the seed: set ES_SEED to it to try that chat alone.
/// </summary>
public sealed class GeneratedChatTests
{
    private const int Chats = 4_000;

    [Fact]
    public void Any_chat_is_read_as_it_was_written() => ForAny(seed =>
    {
        var chat = AnyChat.Of(seed);
        return (chat, Read(chat.Items, chat.Form, Encoding.UTF8.GetBytes(chat.Text), After(chat)));
    });

    private static string? Read(IReadOnlyList<ChatItem> items, HeadForm form, byte[] bytes, ScanOptions options)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            var scan = TranscriptScanner.Scan(stream, CancellationToken.None, null, options);
            return WhatWasRead.Difference(items, form.Seconds, scan, [.. TranscriptReader.Read(stream, scan.Form)]);
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
        var first = Random.Shared.Next(int.MaxValue - Chats);
        var failures = new List<string>();
        for (var seed = first; seed < first + Chats; seed++)
        {
            var (chat, difference) = check(seed);
            if (difference is not null) failures.Add($"seed {seed}: {difference}\n    {chat.Form.Write(chat.Items[0].Time)}| {chat.Form.Language} {chat.Form.Phone} {chat.Form.Calendar} {chat.Form.Order}");
        }
        Assert.True(failures.Count == 0, $"{failures.Count} of {Chats} chats were not read as they were written:\n{string.Join("\n", failures.Take(int.TryParse(Environment.GetEnvironmentVariable("ES_FAILURES"), out var n) ? n : 10))}");
    }
}
