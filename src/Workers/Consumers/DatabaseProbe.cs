using Npgsql;

namespace EventSourced.Workers.Consumers;

/// <summary>Checks whether the database answers. After a timeout: if it does, the statement is slow; if not, the database is down.</summary>
/// <param name="source">The database.</param>
public sealed class DatabaseProbe(NpgsqlDataSource source)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>Whether the database answers a trivial query within a few seconds.</summary>
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
