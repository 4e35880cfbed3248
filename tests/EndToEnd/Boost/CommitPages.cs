using System.Text.RegularExpressions;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Boost;

/// <summary>Pages of a list of commits, as GitHub's API answers them.</summary>
internal static partial class CommitPages
{
    /// <summary>Answers a request for a page: commits up to the time of <c>until</c>, with a link to the next page.</summary>
    /// <param name="query">Path with query.</param>
    /// <param name="commits">All commits, newest first: the digit of their hash and their day.</param>
    /// <param name="pageSize">Commits of a page.</param>
    public static ServerAnswer Answer(string query, IEnumerable<(char Sha, string At)> commits, int pageSize)
    {
        var until = Until().Match(query) is { Success: true } match ? match.Groups[1].Value : "9";
        var rest = commits.Where(c => string.CompareOrdinal(c.At, until) <= 0).ToList();
        var page = Page().Match(query) is { Success: true } p ? p.Groups[1].Value[0] - '0' : 1;
        (string, string)[] link = page * pageSize < rest.Count ? [("Link", $"<{query.Split("&page=")[0]}&page={page + 1}>; rel=\"next\"")] : [];
        return new(200, $"[{string.Join(',', rest.Skip((page - 1) * pageSize).Take(pageSize).Select(c => Commit(c.Sha, c.At)))}]", link);
    }

    /// <summary>A commit whose hash is one digit, repeated.</summary>
    public static string Commit(char sha, string at) => $$$"""{"sha":"{{{Hash(sha)}}}","commit":{"committer":{"date":"{{{at}}}T00:00:00Z"} } }""";

    /// <summary>The hash of a digit.</summary>
    public static string Hash(char sha) => new(sha, 40);

    [GeneratedRegex(@"until=(\d{4}-\d\d-\d\d)")]
    private static partial Regex Until();

    [GeneratedRegex(@"&page=(\d)")]
    private static partial Regex Page();
}
