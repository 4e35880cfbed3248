using System.Net;
using System.Text.Json.Nodes;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Hosting;
using EventSourced.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Tests;

/// <summary>Workers with the toy commands.</summary>
public sealed class WorkersWorld : BusWorld
{
    private WorkersWorld(TestDatabase database, TestVhost? vhost, Uri? broker) : base(database, vhost, broker) =>
        Store = new PostgresEventStore(database.DataSource, new EventCodec(EventCatalog.Scan(typeof(Make).Assembly), []), Options);

    public PostgresEventStore Store { get; }

    public static async Task<WorkersWorld> OpenAsync(bool memory = false, Uri? broker = null, string? postgres = null)
    {
        var database = await (postgres is null ? TestDatabase.CreateAsync("workers") : TestDatabase.CreateAsync("workers", postgres));
        await EventStoreSchema.ApplyAsync(database.DataSource);
        var vhost = memory || broker is not null ? null : await TestVhost.CreateAsync("workers");
        return new WorkersWorld(database, vhost, broker ?? vhost?.Uri);
    }

    public override async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        await Store.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>A worker with the toy handlers.</summary>
    public Task<IHost> StartWorkerAsync(Action<IServiceCollection>? configure = null, params string[] args) => StartWorkerAsync(args, LogLevel.Information, services =>
    {
        services.AddSingleton(CommandCatalog.Scan(typeof(Make).Assembly));
        services.AddSingleton(EventCatalog.Scan(typeof(Make).Assembly));
        services.AddSingleton<Watch>();
        // The real read tables do not know these events.
        services.AddProjectionRuntime(ReadTableCatalog.Scan(EventCatalog.Scan(typeof(Make).Assembly), typeof(Make).Assembly));
        services.AddCommandPipeline(typeof(Make).Assembly);
        configure?.Invoke(services);
        if (services.All(s => s.ServiceType != typeof(ReactionCatalog))) services.AddSingleton(ReactionCatalog.Empty);
        if (services.All(s => s.ServiceType != typeof(WorkOffHandler.Work))) services.AddSingleton<WorkOffHandler.Work>((_, _) => Task.CompletedTask);
    });

    /// <summary>A process that only sends, as the API does.</summary>
    public async Task<ICommandSender> StartSenderAsync(params string[] args) =>
        (await StartSenderAsync(args, builder => builder.Services.AddEventSourcedBus(builder.Configuration))).Services.GetRequiredService<ICommandSender>();

    /// <summary>A process that sends commands and waits for their outcomes, as the API does.</summary>
    public async Task<IServiceProvider> StartCallerAsync(CommandLedger ledger)
    {
        var host = await StartSenderAsync([], builder =>
        {
            builder.Services.AddSingleton(ledger);
            builder.Services.AddSingleton(Database.DataSource);
            builder.Services.AddEventStore(Options);
            builder.Services.AddEventSourcedBus(builder.Configuration);
            builder.Services.AddHostedService(p => new OutcomeReceiver(p.GetRequiredService<ProcessSignals>(), ledger));
        });
        await UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<Notifications>().IsListening), "the process to listen");
        return host.Services;
    }

    // Constructed before any service of the host starts.
    private sealed class OutcomeReceiver : BackgroundService
    {
        public OutcomeReceiver(ProcessSignals signals, CommandLedger ledger) => signals.ReceiveOutcomes(ledger);

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }

    /// <summary>Closes the connections that the broker's management reports; it may report one late.</summary>
    public async Task BreakConnectionsAsync()
    {
        if (Vhost?.Management is not { } management) return;
        foreach (var connection in await ConnectionsAsync())
        {
            try
            {
                await management.SendAsync(HttpMethod.Delete, $"api/connections/{Uri.EscapeDataString($"{connection!["name"]}")}");
            }
            catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                // It was closed meanwhile.
            }
        }
    }

    /// <summary>Names of the buses' connections that the broker's management reports; it may report one late. A new connection has another name.</summary>
    public async Task<List<string>> BusConnectionsAsync() =>
    [
        .. (await ConnectionsAsync()).Where(c => $"{c!["user_provided_name"]}" == "eventsourced").Select(c => $"{c!["name"]}").Order(StringComparer.Ordinal),
    ];

    /// <summary>Accepts a command as the API does, without sending it.</summary>
    public async Task<CommandEnvelope> AcceptAsync(ICommand command, Guid? id = null)
    {
        var envelope = Envelope(command, id);
        await Ledger.AcceptAsync(envelope.CommandId, envelope.Name, envelope.Actor, new byte[32]);
        return envelope;
    }

    public static CommandEnvelope Envelope(ICommand command, Guid? id = null) => CommandEnvelope.For(command, id ?? Guid.CreateVersion7(), "tester", DateTimeOffset.UtcNow);

    public async Task<IReadOnlyList<RecordedEvent>> EventsAsync(string stream) => await Store.ReadStreamsAsync([stream]);

    private async Task<JsonArray> ConnectionsAsync() =>
        (await Vhost!.Management.SendAsync(HttpMethod.Get, $"api/vhosts/{Uri.EscapeDataString(Vhost.Name)}/connections"))!.AsArray();
}
