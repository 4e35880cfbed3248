using System.Text;
using EventSourced.Commands.Pulse.WhatsApp;
using Conversations = EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Cli.Fuzzing;

/// <summary>A parser that takes files of strangers. It either reads a file or refuses it by its own exception; anything else is a fault.</summary>
/// <param name="Name">Its name, which is the folder of its samples too.</param>
/// <param name="Extensions">Extensions of its samples.</param>
/// <param name="Read">Reads a file; throws what says that the file is refused.</param>
/// <param name="IsRefusal">Whether an exception is a refusal.</param>
internal sealed record FuzzTarget(string Name, string[] Extensions, Action<byte[]> Read, Func<Exception, bool> IsRefusal)
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("pulse", [".txt"], ReadChat, e => e is TranscriptException),
        new("rabbit", [".cha", ".txt", ".json", ".jsonl"], ReadConversation, e => e is Conversations.TranscriptException),
    ];

    /// <summary>The lines of each sample, without their ends.</summary>
    public IReadOnlyList<byte[][]> Samples(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(folder, Name)).Where(f => Extensions.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal)
            .Select(f => File.ReadAllText(f).Split('\n').Select(l => Encoding.UTF8.GetBytes(l.TrimEnd('\r'))).ToArray()),
    ];

    private static void ReadChat(byte[] file)
    {
        using var stream = new MemoryStream(file);
        var scan = TranscriptScanner.Scan(stream, CancellationToken.None);
        var messages = TranscriptReader.Read(stream, scan.Form).LongCount(e => e.Kind == EntryKind.Message);
        if (messages != scan.MessageCount) throw new InvalidOperationException($"The first pass counts {scan.MessageCount} messages, the second reads {messages}.");
        if (scan.MessagesPerDay.Values.Sum(n => (long)n) != messages) throw new InvalidOperationException("The messages of all days are not the messages of the file.");
    }

    private static void ReadConversation(byte[] file)
    {
        using var stream = new MemoryStream(file);
        _ = Conversations.TranscriptReader.Read(stream);
    }
}
