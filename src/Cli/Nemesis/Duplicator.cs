using System.Text.Json;
using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Cli.Nemesis;

/// <summary>Sends messages of earlier commands again, late and out of order.</summary>
internal sealed class Duplicator : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly CommandCatalog _commands;

    private Duplicator(IHost host, CommandCatalog commands) => (_host, _commands) = (host, commands);

    public static async Task<Duplicator> StartAsync(string rabbitMq, CommandCatalog commands, CancellationToken cancellation)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bus:Uri"] = rabbitMq,
            ["Bus:Prefix"] = Environment.GetEnvironmentVariable("Bus__Prefix") ?? new BusOptions().Prefix,
        });
        builder.Logging.ClearProviders();
        builder.Services.AddEventSourcedBus(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return new Duplicator(host, commands);
    }

    /// <summary>Sends each message twice, in the given order; returns how many the broker accepted.</summary>
    public async Task<int> SendAsync(IEnumerable<SentCommand> commands, CancellationToken cancellation)
    {
        var sender = _host.Services.GetRequiredService<ICommandSender>();
        var sent = 0;
        try
        {
            foreach (var command in commands.Concat(commands))
            {
                var body = (ICommand)command.Body.Deserialize(_commands.Find(command.Name)!.Type, CommandCatalog.Json)!;
                await sender.SendAsync(CommandEnvelope.For(body, command.Id, "nemesis", DateTimeOffset.UtcNow), cancellation);
                sent++;
            }
        }
        catch (BusUnavailableException)
        {
            // The broker is down.
        }
        return sent;
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            await _host.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It ends with this process.
        }
        _host.Dispose();
    }
}
