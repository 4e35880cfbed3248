using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Issues;
using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Boost.Repositories;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>Records entries of the API's answers in batches, each with the progress of its import in one append.</summary>
/// <param name="reader">Reads the log.</param>
/// <param name="options">The limit of patches.</param>
/// <param name="registered">The import.</param>
/// <param name="notes">Takes comments on what is not known.</param>
/// <param name="context">The command that imports.</param>
internal sealed class ApiRecorder(StateReader reader, BoostOptions options, GitHubAnswersRegistered registered, ReadingNotes notes, CommandContext context)
{
    private RepositoryRecorded? _repository;
    private CommitRecorder? _commits;

    /// <summary>Whether two entries can be in one batch: batches are about issues, commits or accounts, or one fact of the repository.</summary>
    public static bool Fit(ApiEntry one, ApiEntry other) =>
        (one.Number is not null && other.Number is not null) || (one.Commit is not null && other.Commit is not null) || (one.Account is not null && other.Account is not null);

    /// <summary>Records a batch.</summary>
    /// <param name="batch">Entries that fit, at least one.</param>
    /// <param name="progress">The progress of the import after them; its stream must not have changed.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ApiAnswersException">An entry contradicts what is known.</exception>
    public async Task<AnswerCounts> RecordAsync(IReadOnlyList<ApiEntry> batch, Func<AnswerCounts, StreamAppend> progress, CancellationToken cancellationToken)
    {
        if (batch[0].Commit is not null)
        {
            _commits ??= new(reader, options, await RepositoryAsync(cancellationToken));
            return CountsOf(await _commits.RecordAsync([.. batch.Select(e => e.Commit!)], r => progress(CountsOf(r)), context.Metadata, cancellationToken));
        }
        // An answer about the repository itself says more than its name.
        var repository = batch[0] is { Repository: null, Account: null } ? await RepositoryAsync(cancellationToken) : null;
        IReadOnlyList<NumberFacts> homeless = [];
        var counts = await BatchAppend.RunAsync(reader.Store, context.Metadata, async pending =>
        {
            if (batch[0].Number is null) return await DecideAsync(batch, pending, cancellationToken);
            var numbers = new NumberBatch(reader, repository!);
            await numbers.DecideAsync([.. batch.Select(e => e.Number!)], pending, cancellationToken);
            if (numbers.Conflict is var (facts, problem)) throw new ApiAnswersException(problem.Code, facts.File + problem.Detail, facts.Place);
            homeless = numbers.Homeless;
            return numbers.Counts;
        }, progress, cancellationToken);
        foreach (var facts in homeless) NoteHomeless(facts);
        return counts;
    }

    /// <summary>Notes what a recorded batch left out: an import that resumes after an interruption has lost these notes.</summary>
    public async Task NoteAgainAsync(IReadOnlyList<ApiEntry> batch, CancellationToken cancellationToken)
    {
        if (batch[0].Number is null) return;
        var states = await reader.LoadAllAsync<NumberState>(
            [.. batch.Select(e => e.Number!.Number).Distinct().Select(number => new NumberState(registered.Owner, registered.Name, number))], null, cancellationToken);
        var unknown = states.Where(s => s is { Issue: null, PullRequest: null }).Select(s => s.Number).ToHashSet();
        foreach (var facts in batch.Select(e => e.Number!).Where(n => unknown.Contains(n.Number))) NoteHomeless(facts);
    }

    private async Task<AnswerCounts> DecideAsync(IReadOnlyList<ApiEntry> batch, PendingAppends pending, CancellationToken cancellationToken)
    {
        if (batch[0].Account is not null)
        {
            await BatchPeople.LoadAsync(reader, [.. batch.Select(e => e.Account!)], [], new UnknownPeople(), pending, cancellationToken);
            return new();
        }
        var decision = batch[0] switch
        {
            { Repository: { } command } => RepositoryDecider.Decide(await RepositoryDecider.LoadAsync(reader, command, cancellationToken), command, context),
            { Languages: { } command } => RepositoryFactsDecider.Decide(await reader.LoadAsync(RepositoryFactsDecider.StreamOf(command), cancellationToken), command, context),
            { License: { } command } => RepositoryFactsDecider.Decide(await reader.LoadAsync(RepositoryFactsDecider.StreamOf(command), cancellationToken), command, context),
            _ => throw new InvalidOperationException("An entry has nothing to record."),
        };
        if (decision.Problem is { } problem) throw new ApiAnswersException(problem.Code, notes.File + problem.Detail);
        pending.Add(decision);
        return new() { RepositoryChanges = decision.IsNothing ? 0 : 1 };
    }

    private async Task<RepositoryRecorded> RepositoryAsync(CancellationToken cancellationToken)
    {
        if (_repository is not null) return _repository;
        var (known, problem) = await KnownRepository.OfAsync(reader, registered.Owner, registered.Name, context, cancellationToken);
        return _repository = known ?? throw new ApiAnswersException(problem!.Code, problem.Detail);
    }

    private void NoteHomeless(NumberFacts facts)
    {
        if (facts.IsListedPullRequest)
            notes.LeaveOutOf(facts.File, "pull requests in lists of issues, which lack most of their data: import the answers of pulls or pulls/NUMBER", facts.Place);
        var comments = facts.Comments.Count + facts.ReviewComments.Count;
        if (comments > 0)
            notes.LeaveOutOf(facts.File, "comments on issues and pull requests that are not known: import those first, or together with the comments", facts.Place, comments);
    }

    private static AnswerCounts CountsOf(BatchResult commits) => new() { NewCommits = commits.New, CompletedCommits = commits.Completed };
}
