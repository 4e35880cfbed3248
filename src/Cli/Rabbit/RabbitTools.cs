using System.CommandLine;
using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Cli.Output;
using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Cli.Rabbit;

/// <summary>Rabbit on the command line: <c>es rabbit</c>, a fuzz target, and a workload for nemesis.</summary>
internal sealed class RabbitTools : IModuleTools
{
    public string Module => "rabbit";

    public IReadOnlyList<FuzzTarget> FuzzTargets => [new(Module, [".cha", ".txt", ".json", ".jsonl"], ReadConversation, e => e is TranscriptException)];

    public IEnumerable<Command> Verbs(Screen screen) => [RabbitVerbs.Create(screen)];

    public INemesisWorkload Workload(NemesisWorld world) => new RabbitWorkload(world);

    private static void ReadConversation(byte[] file)
    {
        using var stream = new MemoryStream(file);
        _ = TranscriptReader.Read(stream);
    }
}
