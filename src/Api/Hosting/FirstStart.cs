using EventSourced.Api.Access;
using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Api.Hosting;

/// <summary>Applies what the API needs in the database, and prints the first token. While the database is away the API answers that it is not ready.</summary>
internal sealed partial class FirstStart(
    NpgsqlDataSource source, OwnerDatabase owner, EventStoreSchema schema, AdminTokens tokens, IHostApplicationLifetime lifetime, ILogger<FirstStart> logger) : BackgroundService
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
                // Stopped while it starts, a host ends with an exception that says nothing.
                var started = new TaskCompletionSource();
                await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
                await started.Task.WaitAsync(stoppingToken);
                lifetime.StopApplication();
                return;
            }
            catch (NpgsqlException e)
            {
                NotYet(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Critical, "{Reason}")]
    private partial void Refused(string reason);

    [LoggerMessage(LogLevel.Warning, "The database could not be prepared: {Reason}. Trying again.")]
    private partial void NotYet(string reason);
}
