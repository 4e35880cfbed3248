using EventSourced.Commands.Boost.GitHub.Collecting;
using EventSourced.Commands.Boost.GitHub.Collecting.Runs;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Repositories;

/// <summary>Counts created repositories of the languages of the setting, by year, and records the counts of a language together. A run that is ended by a limit resumes with the next year.</summary>
internal sealed class CreatedReposCollector(GitHubOptions options) : ICollector
{
    public string Name => CollectorNames.CreatedRepos;

    public async Task CollectAsync(CollectorRun run, CancellationToken cancellationToken)
    {
        // A language that a limit kept from being counted comes first.
        foreach (var language in options.Languages.Select(l => l.Trim()).Distinct(StringComparer.Ordinal).OrderBy(l => run.Mark(l) is null))
        {
            List<CreatedRepos> years = [];
            var year = run.Mark(language)?.Year ?? CreatedReposDecider.FirstYear;
            try
            {
                for (; year <= run.Context.Now.UtcDateTime.Year; year++)
                    if (await CountAsync(run, language, year, cancellationToken) is { } counted) years.Add(counted);
            }
            catch (GitHubApiException)
            {
                await RecordAsync(run, language, years, new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero), cancellationToken);
                throw;
            }
            await RecordAsync(run, language, years, null, cancellationToken);
        }
    }

    private static async Task<CreatedRepos?> CountAsync(CollectorRun run, string language, int year, CancellationToken cancellationToken)
    {
        var searches = new Searches(run.Api);
        var query = $"language:\"{language}\" created:{year}-01-01..{year}-12-31";
        var (all, significant) = (await searches.CountAsync(query, cancellationToken), await searches.CountAsync($"{query} stars:>10", cancellationToken));
        if (significant <= all) return new(year, all.Value, significant.Value);
        run.Note(all is null || significant is null
            ? $"The server had no time to count the repositories in {language} of {year}: their counts stay as they are."
            : $"The server counts {all} repositories in {language} of {year}, and {significant} of them with more than ten stars: their counts stay as they are.");
        return null;
    }

    private static Task RecordAsync(CollectorRun run, string language, IReadOnlyList<CreatedRepos> years, DateTimeOffset? next, CancellationToken cancellationToken) =>
        run.RecordAsync(years.Count, async states =>
        {
            var command = new RecordCreatedRepos(language, years);
            return CreatedReposDecider.Decide(await states.LoadAsync(CreatedReposDecider.StreamOf(command), cancellationToken), command, run.Context);
        }, new Dictionary<string, DateTimeOffset?> { [language] = next }, cancellationToken);
}
