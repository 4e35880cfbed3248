using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Reads an uploaded file of scans, and records one after the other, each in an append of its own: a run that is interrupted is repeated, and records no scan twice.</summary>
internal sealed class ImportUsageHandler(CommandStates states, IObjectStore objects, BoostHeaders headers) : IRequestHandler<Handle<ImportUsage>, CommandResult>
{
    private const int MaxTries = 20;

    public Task<CommandResult> Handle(Handle<ImportUsage> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        return SmallUploads.ImportAsync(states, objects, context, command.ImportId, UsageStreams.Import(command.ImportId), command.ObjectKey, DecideAsync, cancellationToken);

        async Task<Decision> DecideAsync(byte[] content, OneCommandImport import)
        {
            var read = await UsageScansJson.ReadAsync(content, cancellationToken);
            var recorder = new UsageRecorder(states, headers);
            var (recorded, usages, ended, missing) = (0, 0, 0, 0);
            foreach (var (number, scan) in read.Scans)
            {
                var decided = await RecordAsync(recorder, scan, context, cancellationToken);
                foreach (var (reason, count) in decided.Scan.Notes.ToList((reason, count, _) => (reason, count))) read.LeftOut.Add(reason, number, count);
                if (decided.Decision.Problem is { } problem)
                {
                    read.LeftOut.Add(problem.Code, number);
                    continue;
                }
                if (decided.IsOlder) read.LeftOut.Add("scan_is_older_than_the_last", number);
                if (decided.Scanned is { } scanned)
                {
                    recorded++;
                    usages += scanned.Files.Sum(f => f.Headers.Count);
                    missing += scanned.Files.Sum(f => f.MissingHeaders.Count);
                    ended += scanned.Ended.Count;
                }
            }
            return Decision.Of(import, new UsageImported(command.ImportId, read.Scans.Count, recorded, usages, ended, missing, read.LeftOut.Recorded()))
                .Answer(new { command.ImportId, Scans = read.Scans.Count, Recorded = recorded, Usages = usages, Ended = ended });
        }
    }

    private async Task<ScanDecision> RecordAsync(UsageRecorder recorder, RecordUsageScan scan, CommandContext context, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            var decided = await recorder.DecideAsync(scan, context, cancellationToken);
            if (decided.Decision.Problem is not null) return decided;
            try
            {
                await states.AppendAsync(context, decided.Decision, cancellationToken);
                return decided;
            }
            catch (ConcurrencyException) when (tried < MaxTries)
            {
                // Another command recorded the repository, or a person. To run the whole import again would count its scans as known.
            }
        }
    }
}

internal sealed class ImportUsageValidator : AbstractValidator<ImportUsage>
{
    public ImportUsageValidator() => RuleFor(c => c.ObjectKey).Upload(c => c.ImportId);
}
