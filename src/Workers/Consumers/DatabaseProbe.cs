using Npgsql;

namespace EventSourced.Workers.Consumers;

/// <summary>Asks whether the database answers now: a statement whose time ran out is slow when it does, and met an outage when it does not.</summary>
/// <param name="source">The database.</param>
public sealed class DatabaseProbe(NpgsqlDataSource source)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>Whether the database answers the simplest question within a few seconds.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
