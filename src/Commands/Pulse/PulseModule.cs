using EventSourced.Commands.Modules;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Pulse;

/// <summary>Pulse: chat exports become daily digests and weekly summaries.</summary>
public sealed class PulseModule : IModule
{
    /// <inheritdoc/>
    public string Name => "pulse";

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration) => services.AddPulseCommands();

    /// <inheritdoc/>
    public void Reactions(ReactionBuilder on)
    {
        on.Event<ExportQueued>().SendJob(e => new ImportQueuedExports(e.CommunityId, e.SourceId));
        on.FormerQueue("imports", m => new ImportQueuedExports(m.GetProperty("communityId").GetString()!, m.GetProperty("sourceId").GetString()!));
    }

    /// <inheritdoc/>
    public void Schedule(ScheduleBuilder every)
    {
        every.Cron("0 0/5 * * * ?").Send(now => new RequeueExports(now));
        every.Cron("0 0 * * * ?").Send(now => new RemoveExpiredRawObjects(now));
    }

    /// <inheritdoc/>
    public void Imports(ImportBuilder accept) => accept.Kind<RegisterExport>("export", ExportArchive.FileTypes)
        .Into((export, _, services, cancellationToken) =>
            UploadFolder.OfAsync(services.GetRequiredService<IEventStore>(), services.GetRequiredService<EventCodec>(), export.CommunityId, cancellationToken))
        .AtMost(configuration => configuration.Read<ExportUploadOptions>().MaxUploadBytes)
        .Creates(export => new CreateCommunity(export.CommunityId, export.CommunityId))
        .Creates(export => export.SourceId is { } source ? new CreateSource(export.CommunityId, source, source) : null)
        .Shows(PulseStreams.Export, ExportStatus.Of);
}
