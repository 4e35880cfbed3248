using System.Net;
using EventSourced.Commands.Boost.GitHub.Collecting;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Files of a repository that may include headers of Boost.</summary>
/// <param name="Paths">Their paths.</param>
/// <param name="IsPartial">Whether the search did not give all of them.</param>
internal sealed record CodeHits(IReadOnlyList<string> Paths, bool IsPartial);

/// <summary>Searches the code of repositories for headers of Boost.</summary>
/// <param name="searches">Searches.</param>
internal sealed class CodeHitsSearch(Searches searches)
{
    // Marks are ignored in code: this is #include <boost/asio.hpp>, too.
    private const string Query = "\"include boost\" in:file";

    /// <summary>The hits of each repository. They are searched together, because few searches in code are allowed a minute; alone when there are too many results, or one cannot be searched.</summary>
    /// <param name="repositories">The repositories.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>By key of the repository; without those that cannot be searched, of which the exception says why.</returns>
    public async Task<IReadOnlyDictionary<string, (CodeHits? Hits, GitHubApiException? Problem)>> FindAsync(IReadOnlyList<string> repositories, CancellationToken cancellationToken)
    {
        Dictionary<string, (CodeHits?, GitHubApiException?)> hits = new(StringComparer.OrdinalIgnoreCase);
        try
        {
            var found = await searches.CodeAsync($"{Query} {string.Join(' ', repositories.Select(r => $"repo:{r}"))}", cancellationToken);
            if (repositories.Count == 1 || !found.IsPartial)
            {
                foreach (var repository in repositories) hits[repository] = (Of(found, repository), null);
                return hits;
            }
        }
        catch (GitHubApiException e) when (IsAboutRepository(e))
        {
            if (repositories.Count == 1) return new Dictionary<string, (CodeHits?, GitHubApiException?)> { [repositories[0]] = (null, e) };
        }
        foreach (var repository in repositories)
            foreach (var (one, its) in await FindAsync([repository], cancellationToken)) hits[one] = its;
        return hits;
    }

    /// <summary>Whether an answer refuses one repository, so that others can be asked for: it is gone, empty, blocked, or not in the index.</summary>
    /// <param name="refused">The answer.</param>
    public static bool IsAboutRepository(GitHubApiException refused) =>
        refused.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Conflict or HttpStatusCode.UnavailableForLegalReasons or HttpStatusCode.UnprocessableEntity;

    private static CodeHits Of(Found found, string repository) => new(
        [.. found.Items.Where(i => Member(i, "repository") is { } its && repository.Equals(TextOf(its, "full_name"), StringComparison.OrdinalIgnoreCase))
            .Select(i => Filled(i, "path")).OfType<string>().Distinct(StringComparer.Ordinal)],
        found.IsPartial);
}
