using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Records a scan that is sent as a command.</summary>
internal sealed class RecordUsageScanHandler(CommandStates states, BoostHeaders headers) : IRequestHandler<Handle<RecordUsageScan>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RecordUsageScan> request, CancellationToken cancellationToken)
    {
        var decided = await new UsageRecorder(states, headers).DecideAsync(request.Command, request.Context, cancellationToken);
        if (decided.Decision.Problem is { } problem) return new CommandResult.Rejected(problem);
        return await states.CompleteAsync(request.Context, decided.Decision.Answer(new
        {
            decided.IsOlder,
            FilesRead = decided.Read,
            Usages = decided.Scanned?.Files.Sum(f => f.Headers.Count) ?? 0,
            MissingHeaders = decided.Scanned?.Files.Sum(f => f.MissingHeaders.Count) ?? 0,
            Ended = decided.Scanned?.Ended.Count ?? 0,
            LeftOut = decided.Scan.Notes.Recorded(),
        }), cancellationToken);
    }
}

internal sealed class RecordUsageScanValidator : AbstractValidator<RecordUsageScan>
{
    private const int MaxFiles = 2_000;
    private const int MaxHeaders = 1_000;

    public RecordUsageScanValidator()
    {
        RuleFor(c => c.Repository).Repository();
        RuleFor(c => c.Stars).GreaterThanOrEqualTo(0);
        RuleFor(c => c.Forks).GreaterThanOrEqualTo(0);
        RuleFor(c => c.Description).MaximumLength(BoostFields.TextLength);
        RuleFor(c => c.OwnerAccountId).GreaterThan(0);
        RuleFor(c => c.OwnerAvatarUrl).MaximumLength(BoostFields.UrlLength);
        RuleFor(c => c.Files).NotNull().Must(files => files is not { Count: > MaxFiles }).WithMessage($"{{PropertyName}} must have at most {MaxFiles} files. Import larger scans: POST /api/boost/imports/use.");
        RuleForEach(c => c.Files).ChildRules(file =>
        {
            file.RuleFor(f => f.Path).NotEmpty().Must(PathLimit.IsShort).WithMessage($"{{PropertyName}} must have at most {PathLimit.Bytes} bytes.");
            file.RuleFor(f => f.Headers).Must(headers => headers is not { Count: > MaxHeaders } && headers?.All(h => !string.IsNullOrWhiteSpace(h)) != false)
                .WithMessage($"{{PropertyName}} must be at most {MaxHeaders} names of headers.");
        });
    }
}
