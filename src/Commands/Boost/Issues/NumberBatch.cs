using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Issues;

/// <summary>Decides about answers of the API on issues, pull requests and comments of one repository. All their streams are loaded in one query.</summary>
/// <param name="reader">Reads the log.</param>
/// <param name="repository">The repository.</param>
internal sealed class NumberBatch(StateReader reader, RepositoryRecorded repository)
{
    private readonly List<NumberFacts> _homeless = [];
    private BatchPeople? _people;

    /// <summary>What was changed.</summary>
    public AnswerCounts Counts { get; private set; } = new();

    /// <summary>Answers about numbers of which neither the issue nor the pull request is known: nothing of them is recorded.</summary>
    public IReadOnlyList<NumberFacts> Homeless => _homeless;

    /// <summary>The answer that contradicts what is known, with the reason; null when none does. Then nothing may be appended.</summary>
    public (NumberFacts Facts, Problem Problem)? Conflict { get; private set; }

    /// <summary>Decides.</summary>
    /// <param name="batch">The answers, in order.</param>
    /// <param name="pending">Takes the events.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task DecideAsync(IReadOnlyList<NumberFacts> batch, PendingAppends pending, CancellationToken cancellationToken)
    {
        var states = (await reader.LoadAllAsync<NumberState>(
            [.. batch.Select(f => f.Number).Distinct().Select(number => new NumberState(repository.Owner, repository.Name, number))], null, cancellationToken)).ToDictionary(s => s.Number);
        await MeetAsync([.. batch.SelectMany(f => f.People)], pending, cancellationToken);
        foreach (var facts in batch)
        {
            var state = states[facts.Number];
            if (state.ProblemOf(facts) is { } problem)
            {
                Conflict = (facts, problem);
                return;
            }
            Counts += Record(state, facts, pending);
        }
        _people!.End();
    }

    private AnswerCounts Record(NumberState state, NumberFacts facts, PendingAppends pending)
    {
        var counts = new AnswerCounts();
        var isNew = state.Version == 0;
        if (facts.Issue is { } issue) counts += Noted(state.After(issue, AccountOf(issue.Author), issue.Assignees?.Select(AccountOf).ToArray()));
        if (facts.PullRequest is { } pull) counts += Noted(state.After(pull, AccountOf(pull.Author), pull.Assignees?.Select(AccountOf).ToArray()));
        if (state is { Issue: null, PullRequest: null })
        {
            _homeless.Add(facts);
            return counts;
        }
        var comments = state.CommentsAfter(facts.Comments.Select(c => (c, AccountOf(c.Author))), areOnCode: false);
        var onCode = state.CommentsAfter(facts.ReviewComments.Select(c => (c, AccountOf(c.Author))), areOnCode: true);
        var (owner, name) = (repository.Owner, repository.Name);
        if (comments.Changed.Count > 0)
        {
            pending.Add(state, state.Issue is { } i
                ? new IssueCommentsRecorded(owner, name, state.Number, i.IssueId, comments.Changed)
                : new PullRequestCommentsRecorded(owner, name, state.Number, state.PullRequest!.PullRequestId, comments.Changed));
        }
        if (onCode.Changed.Count > 0) pending.Add(state, new ReviewCommentsRecorded(owner, name, state.Number, state.PullRequest!.PullRequestId, onCode.Changed));
        return counts + CountsOf(comments) + CountsOf(onCode);

        AnswerCounts Noted<TEvent>((TEvent? After, bool IsOlder) decided) where TEvent : class, Contracts.IEvent
        {
            if (decided.After is { } after) pending.Add(state, after);
            return decided.IsOlder ? new() { Older = 1 } : decided.After is null ? new() : isNew ? new() { New = 1 } : new() { Changed = 1 };
        }
    }

    private static AnswerCounts CountsOf(NewComments comments) => new() { NewComments = comments.New, ChangedComments = comments.Changed.Count - comments.New, Older = comments.Older };

    private async Task MeetAsync(IReadOnlyList<GivenAccount> people, PendingAppends pending, CancellationToken cancellationToken)
    {
        string[] names = [.. people.Where(p => p.GithubAccountId is null).Select(p => p.Username.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
        var unknown = names.Length == 0 ? new UnknownPeople() : await reader.LoadAsync(new UnknownPeople(), cancellationToken);
        RecordGitHubAccount[] said = [.. people.Where(p => p.GithubAccountId is not null).Distinct()
            .Select(p => new RecordGitHubAccount(p.GithubAccountId!.Value, p.Username.Trim(), p.DisplayName, p.AvatarUrl, p.Type))];
        _people = await BatchPeople.LoadAsync(reader, said, names, unknown, pending, cancellationToken);
    }

    private long AccountOf(GivenAccount person) => person.GithubAccountId ?? _people!.OfLogin(person.Username.Trim());
}
