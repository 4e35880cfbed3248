using EventSourced.Api.Access;
using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Api.Hosting;

/// <summary>Applies the schemas and prints the first token. While the database is down, the API answers that it is not ready.</summary>
internal sealed partial class DatabaseSetup(
    NpgsqlDataSource source, OwnerDatabase owner, EventStoreSchema schema, AdminTokens tokens, IHostApplicationLifetime lifetime, ILogger<DatabaseSetup> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ServerSessions.RequireAsDeclaredAsync(source, stoppingToken);
                await schema.ApplyAsync(owner.Source, stoppingToken);
                if (await tokens.EnsureFirstAsync(stoppingToken, owner.Source) is { } token)
                    await Console.Out.WriteLineAsync($"First admin token, shown only now: {token}");
                return;
            }
            catch (Exception e) when (e is SharedSessionsException or SchemaException)
            {
                Refused(e.Message);
                Environment.ExitCode = 1;
                // A host that is stopped during its start ends with a meaningless exception.
                var started = new TaskCompletionSource();
                await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
                await started.Task.WaitAsync(stoppingToken);
                lifetime.StopApplication();
                return;
            }
            catch (NpgsqlException e)
            {
                SetupFailed(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Critical, "{Reason}")]
    private partial void Refused(string reason);

    [LoggerMessage(LogLevel.Warning, "The database could not be prepared: {Reason}. This is retried.")]
    private partial void SetupFailed(string reason);
}
