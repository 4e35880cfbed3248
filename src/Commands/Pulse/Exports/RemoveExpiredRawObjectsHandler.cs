using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>
/// Removes raw objects whose retention has run out, and uploads that no event knows: the object first, so that an interruption leaves an object too many to look for and
/// never one forgotten.
/// </summary>
internal sealed class RemoveExpiredRawObjectsHandler(PulseLog log, IExportIndex index, RawObjects raw, UnknownObjects unknown) : IRequestHandler<Handle<RemoveExpiredRawObjects>, CommandResult>
{
    private const int MostExports = 1_000;

    // Between the upload of the same bytes and the registration of its export.
    private static readonly TimeSpan BeingRegistered = TimeSpan.FromHours(1);

    public async Task<CommandResult> Handle(Handle<RemoveExpiredRawObjects> request, CancellationToken cancellationToken)
    {
        var now = request.Command.Now;
        var (removed, position) = (0, 0L);
        // The table is a hint of what to look at; the stream decides.
        foreach (var id in await index.FindExpiredRawAsync(now, MostExports, cancellationToken))
        {
            var (export, community, _, source) = await log.ExportContextAsync(id, null, cancellationToken);
            if (!export.Exists || export.RawDeleted || !community.Owns(export.Position) || ExportDecider.NeedsRaw(export, source, now)) continue;
            if (!await raw.ReleaseAsync(export.Registered!.ObjectKey, id, now, now - BeingRegistered, cancellationToken)) continue;
            try
            {
                var append = new Append(
                    [new StreamAppend(PulseStreams.Export(id), ExpectedVersion.Exactly(export.Version), [new ExportRawDeleted(id)]), community.Unchanged],
                    request.Context.Metadata);
                position = (await log.Store.AppendAsync(append, cancellationToken)).Position;
                removed++;
            }
            catch (ConcurrencyException)
            {
                // Changed meanwhile: the next time decides.
            }
        }
        return new CommandResult.Completed(position, new { Removed = removed, Unknown = await unknown.SweepAsync(now, cancellationToken) });
    }
}
