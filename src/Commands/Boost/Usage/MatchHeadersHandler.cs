using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>
/// Records usages of headers that scans did not find, and that are files of libraries now. Which repositories miss headers comes from the tables; what is missing is decided on their
/// streams. A repository that is scanned at the same moment is matched by the next run.
/// </summary>
internal sealed class MatchHeadersHandler(CommandStates states, ITableHints hints, BoostHeaders headers) : IRequestHandler<Handle<MatchHeaders>, CommandResult>
{
    private const int RepositoriesAtOnce = 1_000;

    private static readonly TextHint s_missing = new(
        "boost.boost_external_repository e", "e.full_name",
        "$1 = 0 and exists (select from boost.boost_usage u join boost.boost_missing_header_tmp m on m.usage_id = u.id where u.repo_id = e.id)");

    public async Task<CommandResult> Handle(Handle<MatchHeaders> request, CancellationToken cancellationToken)
    {
        var (matched, position) = (0, 0L);
        if (request.Command.Repository is { } one) await MatchAsync([LibraryFields.KeyOf(one)]);
        else
        {
            var after = "";
            while (await hints.FindTextsAsync(s_missing, 0, after, RepositoriesAtOnce, cancellationToken) is { Count: > 0 } repositories)
            {
                after = repositories[^1];
                await MatchAsync(repositories);
            }
        }
        return await states.CompleteAsync(request.Context, Decision.Before(position).Answer(new { Matched = matched }), cancellationToken);

        async Task MatchAsync(IReadOnlyList<string> repositories)
        {
            foreach (var repository in repositories)
            {
                var state = await states.LoadAsync(new UsageState(repository), cancellationToken);
                var found = await headers.FindAsync(state.Files.Values.SelectMany(f => f.Missing), cancellationToken);
                if (HeaderMatch.Of(state, found) is { } e && await states.TryAppendAsync(request.Context, Decision.Of(state, e), cancellationToken) is { } appended)
                {
                    matched += e.Headers.Count;
                    position = appended;
                }
                states.Keep(state);
            }
        }
    }
}

/// <summary>Decides which missing headers are found.</summary>
internal static class HeaderMatch
{
    /// <summary>The event; null when none is found.</summary>
    /// <param name="state">What is known of the repository.</param>
    /// <param name="found">The files of headers.</param>
    public static MissingHeadersMatched? Of(UsageState state, IReadOnlyDictionary<string, BoostHeader> found)
    {
        List<MatchedHeader> matched = [];
        List<string> completed = [];
        foreach (var (path, file) in state.Files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var names = file.Missing.Where(found.ContainsKey).Order(StringComparer.Ordinal).ToList();
            matched.AddRange(names.Select(n => new MatchedHeader(path, n, found[n], file.CommitDate, EndedOn(file, found[n]))));
            if (names.Count > 0 && names.Count == file.Missing.Count) completed.Add(path);
        }
        return matched.Count > 0 ? new(state.Repository, matched, completed) : null;
    }

    // A file may include one header by two names: it uses the header as long as it has one of them.
    private static DateOnly? EndedOn(KnownFile file, BoostHeader header) => file.Headers.TryGetValue(header, out var endedOn) && endedOn is null ? null : file.MissingEndedOn;
}

internal sealed class MatchHeadersValidator : AbstractValidator<MatchHeaders>
{
    public MatchHeadersValidator() => RuleFor(c => c.Repository!).Repository().When(c => c.Repository is not null);
}
