using EventSourced.Contracts.Boost;

namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>Generates scans of a repository that uses Boost: files come, change and go, and missing headers are found.</summary>
internal sealed class UsageGenerator(int scope, Steps steps, Random random)
{
    private static readonly string[] s_paths = ["src/main.cpp", "src/ü \"b\".hpp", "明日", "include/a.hpp"];
    private static readonly string[] s_headers = ["include/a.hpp", "README.md", "明日", "new.hpp"];
    private static readonly string[] s_names = ["boost/own.hpp", "boost/x/\"y\".hpp", "boost/明.hpp"];
    private readonly Dictionary<string, UsingFile> _files = [];

    private string Repository => $"org{scope}/repo{scope}";

    private string Stream => $"boost/usage/{Repository}";

    public void Change()
    {
        if (_files.Values.Any(f => f.MissingHeaders.Count > 0) && random.OneIn(4)) Match();
        else Scan();
    }

    private void Scan()
    {
        List<UsingFile> files = [];
        List<MissingHeader> found = [];
        List<EndedUsage> ended = [];
        foreach (var path in s_paths)
        {
            if (random.OneIn(3)) continue;
            var known = _files.GetValueOrDefault(path);
            if (known is not null && random.OneIn(3))
            {
                ended.AddRange(known.Headers.Select(h => new EndedUsage(path, h)));
                if (known.MissingHeaders.Count > 0) ended.Add(new(path, null));
                continue;
            }
            var file = new UsingFile(
                path, random.OneIn(4) ? null : steps.Now.AddDays(-random.Next(1_000)), [.. s_headers.Where(_ => random.OneIn(2)).Select(Header)], [.. s_names.Where(_ => random.OneIn(3))]);
            found.AddRange((known?.MissingHeaders ?? []).Except(file.MissingHeaders).Select(n => new MissingHeader(path, n)));
            ended.AddRange((known?.Headers ?? []).Except(file.Headers).Select(h => new EndedUsage(path, h)));
            files.Add(_files[path] = file);
        }
        steps.Commit(Stream, new UsageScanned(
            Repository, steps.Now, random.Pick(["", "1.84.0"]), random.OneIn(3), files.Count > 0, files, found, ended, DateOnly.FromDateTime(steps.Now.UtcDateTime)));
    }

    private void Match()
    {
        List<MatchedHeader> matched = [];
        List<string> completed = [];
        foreach (var (path, file) in _files.Where(f => f.Value.MissingHeaders.Count > 0).ToList())
        {
            var names = file.MissingHeaders.Where(_ => random.OneIn(2)).ToList();
            matched.AddRange(names.Select(n => new MatchedHeader(path, n, Header(random.Pick(s_headers)), file.CommitDate, random.OneIn(3) ? DateOnly.FromDateTime(steps.Now.UtcDateTime) : null)));
            _files[path] = file with { MissingHeaders = [.. file.MissingHeaders.Except(names)] };
            if (_files[path].MissingHeaders.Count == 0) completed.Add(path);
        }
        if (matched.Count > 0) steps.Commit(Stream, new MissingHeadersMatched(Repository, matched, completed));
    }

    private BoostHeader Header(string filename) => new(Repository, filename);
}
