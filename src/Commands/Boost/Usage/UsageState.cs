using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>A file that a scan found.</summary>
internal sealed class KnownFile
{
    /// <summary>Time of its last commit, or null.</summary>
    public DateTimeOffset? CommitDate { get; set; }

    /// <summary>Headers of libraries that it includes or included, and when that ended; null while it includes them.</summary>
    public Dictionary<BoostHeader, DateOnly?> Headers { get; } = [];

    /// <summary>Names of headers that no library has.</summary>
    public HashSet<string> Missing { get; } = new(StringComparer.Ordinal);

    /// <summary>When the usage of missing headers ended; null while there are some.</summary>
    public DateOnly? MissingEndedOn { get; set; }

    /// <summary>Whether the file used Boost, and does not any more as far as is known.</summary>
    public bool HasEnded => !IsUsing && Headers.Count + Missing.Count > 0;

    /// <summary>Whether the file uses Boost as far as is known.</summary>
    public bool IsUsing => Headers.Values.Any(ended => ended is null) || (Missing.Count > 0 && MissingEndedOn is null);
}

/// <summary>The use of Boost by a repository.</summary>
/// <param name="repository">Key of the repository.</param>
internal sealed class UsageState(string repository) : StreamState(UsageStreams.Usage(repository))
{
    public string Repository { get; } = repository;

    /// <summary>The last scan; null before the first.</summary>
    public UsageScanned? Last { get; private set; }

    /// <summary>Files that scans found, by path.</summary>
    public Dictionary<string, KnownFile> Files { get; } = new(StringComparer.Ordinal);

    protected override void When(Fact fact)
    {
        if (fact.Event is UsageScanned scanned) Apply(scanned);
        else if (fact.Event is MissingHeadersMatched matched) Apply(matched);
    }

    private void Apply(UsageScanned scanned)
    {
        Last = scanned with { Files = [], Found = [], Ended = [] };
        foreach (var file in scanned.Files)
        {
            var known = File(file.Path);
            known.CommitDate = file.CommitDate;
            foreach (var header in file.Headers) known.Headers[header] = null;
            known.Missing.UnionWith(file.MissingHeaders);
            if (file.MissingHeaders.Count > 0) known.MissingEndedOn = null;
        }
        foreach (var found in scanned.Found) File(found.Path).Missing.Remove(found.HeaderName);
        foreach (var ended in scanned.Ended)
        {
            if (ended.Header is { } header) File(ended.Path).Headers[header] = scanned.EndedOn;
            else File(ended.Path).MissingEndedOn = scanned.EndedOn;
        }
    }

    private void Apply(MissingHeadersMatched matched)
    {
        foreach (var header in matched.Headers)
        {
            File(header.Path).Missing.Remove(header.HeaderName);
            File(header.Path).Headers[header.Header] = header.ExceptedAt;
        }
    }

    private KnownFile File(string path) => Files.TryGetValue(path, out var file) ? file : Files[path] = new();
}
