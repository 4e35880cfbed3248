using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Clang;

/// <summary>Records a batch. There is nothing to load: every batch is recorded as it comes.</summary>
internal sealed class RecordClangHandler(CommandStates states) : IRequestHandler<Handle<RecordClang>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<RecordClang> request, CancellationToken cancellationToken) => states.CompleteAsync(request.Context, Decide(request.Command), cancellationToken);

    internal static Decision Decide(RecordClang command)
    {
        var batch = new ClangBatch();
        foreach (var item in command.Items ?? []) batch.Add(item);
        foreach (var commit in command.Commits ?? []) batch.Add(commit);
        return Decision.Nothing.AndAtAnyVersion(ClangStreams.Mirror, batch.Events).Answer(new { batch.Items, batch.PullRequests, batch.Commits });
    }
}

internal sealed class RecordClangValidator : AbstractValidator<RecordClang>
{
    private const int MaxItems = 5_000;

    public RecordClangValidator()
    {
        RuleFor(c => c).Must(c => c.Items is { Count: > 0 } || c.Commits is { Count: > 0 }).WithMessage("Give items, commits, or both.").OverridePropertyName(nameof(RecordClang.Items));
        RuleFor(c => c.Items).Must(items => items is not { Count: > MaxItems }).WithMessage($"{{PropertyName}} must have at most {MaxItems}.");
        RuleFor(c => c.Commits).Must(commits => commits is not { Count: > MaxItems }).WithMessage($"{{PropertyName}} must have at most {MaxItems}.");
        RuleForEach(c => c.Items).ChildRules(item => item.RuleFor(i => i.Number).GreaterThan(0));
        RuleForEach(c => c.Commits).ChildRules(commit => commit.RuleFor(c => c.Sha).Must(sha => ClangBatch.Sha(sha) is not null).WithMessage("{PropertyName} must be 40 hex digits."));
    }
}
