using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Boost;

/// <summary>Repositories with files, as GitHub's API gives them: searches, lists of files, last commits, and contents.</summary>
internal sealed partial class TestGitHub
{
    private static readonly DateTimeOffset s_begin = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()).AddHours(-2);
    private readonly Dictionary<string, (int Number, List<(string Path, string Content, string Date)> Files)> _repositories = [];

    /// <summary>Repositories that the search in code refuses.</summary>
    public HashSet<string> Gone { get; } = [];

    /// <summary>Most results that a search in code gives.</summary>
    public int MostHits { get; set; } = int.MaxValue;

    /// <summary>Stars of all repositories, to which the number of each is added.</summary>
    public int Stars { get; set; } = 10;

    /// <summary>When a repository was pushed.</summary>
    public static DateTimeOffset PushedAt(int number) => s_begin.AddMinutes(number);

    /// <summary>Name of a file's blob.</summary>
    public static string Blob(string path) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(path));

    /// <summary>Adds a repository.</summary>
    public void Add(string name, int number, params (string Path, string Content, string Date)[] files) => _repositories[name] = (number, [.. files]);

    /// <summary>Replaces files.</summary>
    public void Change(string name, params (string Path, string Content, string Date)[] files)
    {
        foreach (var file in files)
        {
            _repositories[name].Files.RemoveAll(f => f.Path == file.Path);
            _repositories[name].Files.Add(file);
        }
    }

    /// <summary>Answers a request.</summary>
    public ServerAnswer Answer(ServerRequest request)
    {
        var query = Uri.UnescapeDataString(request.PathAndQuery);
        if (query.StartsWith("/search/repositories?", StringComparison.Ordinal)) return Repositories(query);
        if (query.StartsWith("/search/code?", StringComparison.Ordinal)) return Code(query);
        var path = RepositoryPath().Match(query);
        var (name, rest, files) = (path.Groups[1].Value, path.Groups[2].Value, _repositories[path.Groups[1].Value].Files);
        if (rest.StartsWith("git/trees/main?", StringComparison.Ordinal))
            return new(200, $$"""{"tree":[{"type":"tree","path":"src","sha":"1"},{{string.Join(',', files.Select(f => $$"""{"type":"blob","path":"{{f.Path}}","sha":"{{Blob(f.Path)}}"}"""))}}],"truncated":false}""");
        if (rest.StartsWith("commits?path=", StringComparison.Ordinal))
            return new(200, $$$"""[{"sha":"a","commit":{"committer":{"date":"{{{files.Single(f => rest.StartsWith($"commits?path={f.Path}&", StringComparison.Ordinal)).Date}}}T00:00:00Z"} } }]""");
        var blob = Convert.ToBase64String(Encoding.UTF8.GetBytes(files.Single(f => rest == $"git/blobs/{Blob(f.Path)}").Content));
        return new(200, $$"""{"content":"{{blob.Insert(blob.Length / 2, "\\n")}}\n","encoding":"base64"}""");
    }

    private ServerAnswer Repositories(string query)
    {
        var time = Time().Match(query);
        var (from, to) = (At(time.Groups[2].Value), At(time.Groups[3].Value));
        // Repositories are searched again when a test changes them: of a time that is over, too.
        var found = _repositories.Where(r => PushedAt(r.Value.Number) <= to && (PushedAt(r.Value.Number) >= from || to - from < TimeSpan.FromMinutes(2))).ToList();
        return new(200, $$"""{"total_count":{{found.Count}},"incomplete_results":false,"items":[{{string.Join(',', found.Select(r => Item(r.Key, r.Value.Number)))}}]}""");
    }

    private ServerAnswer Code(string query)
    {
        string[] names = [.. Repository().Matches(query).Select(m => m.Groups[1].Value)];
        if (names.Any(Gone.Contains)) return new(422, """{"message":"Validation Failed"}""");
        string[] hits = [.. names.SelectMany(n => _repositories[n].Files.Where(f => f.Content.Contains("include", StringComparison.Ordinal)).Select(f => $$$"""{"path":"{{{f.Path}}}","repository":{"full_name":"{{{n}}}"} }"""))];
        return new(200, $$"""{"total_count":{{hits.Length}},"incomplete_results":false,"items":[{{string.Join(',', hits.Take(MostHits))}}]}""");
    }

    private string Item(string name, int number) => $$"""
        {"full_name":"{{name}}","owner":{"login":"{{name.Split('/')[0]}}","id":{{100 + number}},"type":"User"},"stargazers_count":{{Stars + number}},"forks_count":1,"description":null,
         "pushed_at":"{{PushedAt(number):yyyy-MM-dd'T'HH:mm:ss'Z'}}","created_at":"{{PushedAt(number):yyyy-MM-dd'T'HH:mm:ss'Z'}}","updated_at":"2026-01-01T00:00:00Z","default_branch":"main"}
        """;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(pushed|created):(\S+?)\.\.([^&\s]+)")]
    private static partial Regex Time();

    [GeneratedRegex(@"repo:([^&\s]+)")]
    private static partial Regex Repository();

    [GeneratedRegex(@"^/repos/([^/]+/[^/]+)/(.*)$")]
    private static partial Regex RepositoryPath();
}
