using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Cli.Pulse;

/// <summary>Pulse on the command line: a fuzz target, and a workload for nemesis.</summary>
internal sealed class PulseTools : IModuleTools
{
    public string Module => "pulse";

    public IReadOnlyList<FuzzTarget> FuzzTargets => [new(Module, [".txt"], ReadChat, e => e is TranscriptException)];

    public INemesisWorkload Workload(NemesisWorld world) => new PulseWorkload(world);

    private static void ReadChat(byte[] file)
    {
        using var stream = new MemoryStream(file);
        var scan = TranscriptScanner.Scan(stream, CancellationToken.None);
        var messages = TranscriptReader.Read(stream, scan.Form).LongCount(e => e.Kind == EntryKind.Message);
        if (messages != scan.MessageCount) throw new InvalidOperationException($"The first pass counts {scan.MessageCount} messages, the second reads {messages}.");
        if (scan.MessagesPerDay.Values.Sum(n => (long)n) != messages) throw new InvalidOperationException("The messages of all days are not the messages of the file.");
    }
}
