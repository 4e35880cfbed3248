using System.Net;
using System.Text.Json;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Boost.GitHub.Collecting;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>The files of a repository on its default branch.</summary>
internal sealed class RepositoryFiles
{
    private readonly ApiSession _api;
    private readonly string _path;
    private readonly string _branch;
    private readonly Dictionary<string, string> _blobs;
    private readonly bool _isCut;

    private RepositoryFiles(ApiSession api, string path, string branch, Dictionary<string, string> blobs, bool isCut) => (_api, _path, _branch, _blobs, _isCut) = (api, path, branch, blobs, isCut);

    /// <summary>The paths; not all when the repository is so large that the server cuts the list.</summary>
    public IEnumerable<string> Paths => _blobs.Keys;

    /// <summary>Asks for the list of files.</summary>
    /// <param name="api">Asks.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="branch">Its default branch.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<RepositoryFiles> OpenAsync(ApiSession api, string repository, string branch, CancellationToken cancellationToken)
    {
        var path = $"repos/{repository}";
        var answer = await api.GetAsync($"{path}/git/trees/{Uri.EscapeDataString(branch)}?recursive=1", cancellationToken);
        if (answer.Body is not { } body || List(body, "tree") is not { } tree) throw new GitHubApiException($"The answer of {path}/git/trees is no list of files.");
        Dictionary<string, string> blobs = new(StringComparer.Ordinal);
        foreach (var entry in tree.EnumerateArray())
            if (TextOf(entry, "type") == "blob" && Filled(entry, "path") is { } name && Filled(entry, "sha") is { } sha) blobs[name] = sha;
        return new(api, path, branch, blobs, body.TryGetProperty("truncated", out var cut) && cut.ValueKind == JsonValueKind.True);
    }

    /// <summary>The blob of a file; null when the file does not exist.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<string?> BlobAsync(string name, CancellationToken cancellationToken)
    {
        if (_blobs.TryGetValue(name, out var known) || !_isCut) return known;
        try
        {
            var answer = await _api.GetAsync($"{_path}/contents/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}?ref={Uri.EscapeDataString(_branch)}", cancellationToken);
            return answer.Body is { } body ? Filled(body, "sha") : null;
        }
        catch (GitHubApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Time of the last commit of a file; null when the server knows none.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<DateTimeOffset?> CommittedAtAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync($"{_path}/commits?path={Uri.EscapeDataString(name)}&sha={Uri.EscapeDataString(_branch)}&per_page=1", cancellationToken);
        return answer.Body is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? ChangedList.CommittedAt(list[0]) : null;
    }

    /// <summary>The text of a blob.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<string> TextAsync(string blob, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync($"{_path}/git/blobs/{Uri.EscapeDataString(blob)}", cancellationToken);
        if (answer.Body is not { } body || body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("content", out var content) || !IsBase64(content, out var bytes))
            throw new GitHubApiException($"The answer of {_path}/git/blobs/{blob} is no content in base64.");
        return GitText.Words(bytes, new ReadingNotes());
    }

    private static bool IsBase64(JsonElement content, out byte[] bytes)
    {
        bytes = [];
        try
        {
            // GitHub breaks it into lines.
            if (content.ValueKind == JsonValueKind.String) bytes = Convert.FromBase64String(content.GetString()!);
            return content.ValueKind == JsonValueKind.String;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
