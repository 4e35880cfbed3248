using System.Text;
using EventSourced.Cli.Demo;

namespace EventSourced.Cli.Fuzzing;

/// <summary>A parser of untrusted files. It either reads a file or refuses it with its own exception; anything else is a fault.</summary>
/// <param name="Name">Its name, and the folder of its samples.</param>
/// <param name="Extensions">Extensions of its samples.</param>
/// <param name="Read">Reads a file; throws if it refuses the file.</param>
/// <param name="IsRefusal">Whether an exception is a refusal.</param>
public sealed record FuzzTarget(string Name, string[] Extensions, Action<byte[]> Read, Func<Exception, bool> IsRefusal)
{
    /// <summary>The lines of each sample, without their ends.</summary>
    public IReadOnlyList<byte[][]> Samples(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(folder, Name)).Where(f => Extensions.Contains(Path.GetExtension(f)) && !ModuleSamples.IsMetadata(f)).Order(StringComparer.Ordinal)
            .Select(f => File.ReadAllText(f).Split('\n').Select(l => Encoding.UTF8.GetBytes(l.TrimEnd('\r'))).ToArray()),
    ];
}
