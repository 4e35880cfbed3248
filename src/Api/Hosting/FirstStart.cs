using EventSourced.Api.Access;
using EventSourced.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Api.Hosting;

/// <summary>Applies what the API needs in the database, and prints the first token. While the database is away the API answers that it is not ready.</summary>
internal sealed partial class FirstStart(OwnerDatabase owner, EventStoreOptions options, AdminTokens tokens, ILogger<FirstStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await EventStoreSchema.ApplyAsync(owner.Source, options, stoppingToken);
                if (await tokens.EnsureFirstAsync(stoppingToken, owner.Source) is { } token)
                    await Console.Out.WriteLineAsync($"First admin token, shown only now: {token}");
                return;
            }
            catch (NpgsqlException e)
            {
                NotYet(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database could not be prepared: {Reason}. Trying again.")]
    private partial void NotYet(string reason);
}
