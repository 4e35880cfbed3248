using System.Text;
using EventSourced.Cli.Demo;

namespace EventSourced.Cli.Fuzzing;

/// <summary>A parser of untrusted files. It either reads a file or refuses it with its own exception; anything else is a fault.</summary>
/// <param name="Name">Its name: that of its module, or that of its module and what it reads, joined by a hyphen.</param>
/// <param name="Endings">With what the names of its samples end.</param>
/// <param name="Read">Reads a file; throws if it refuses the file.</param>
/// <param name="IsRefusal">Whether an exception is a refusal.</param>
public sealed record FuzzTarget(string Name, string[] Endings, Action<byte[]> Read, Func<Exception, bool> IsRefusal)
{
    /// <summary>The folder of its samples: that of its module.</summary>
    public string Folder => Name.Split('-')[0];

    /// <summary>The lines of each sample, without their ends.</summary>
    public IReadOnlyList<byte[][]> Samples(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(folder, Folder)).Where(f => Endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)) && !ModuleSamples.IsMetadata(f)).Order(StringComparer.Ordinal)
            .Select(f => File.ReadAllText(f).Split('\n').Select(l => Encoding.UTF8.GetBytes(l.TrimEnd('\r'))).ToArray()),
    ];
}
