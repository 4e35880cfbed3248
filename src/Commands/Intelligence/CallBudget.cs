using System.Globalization;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Commands.Intelligence;

/// <summary>Limits on the calls of one kind.</summary>
/// <param name="Name">The called service, such as <c>shop.language_model</c>.</param>
/// <param name="PerHour">Maximum number of calls per clock hour.</param>
/// <param name="PerDay">Maximum number of calls in this hour and the 23 before.</param>
/// <param name="Setting">The setting that raises the limits.</param>
public sealed record CallLimit(string Name, int PerHour, int PerDay, string Setting);

/// <summary>Limits the calls of paid services.</summary>
public interface ICallBudget
{
    /// <summary>Counts a call before it is made.</summary>
    /// <param name="limit">The service and its limits.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CallBudgetSpentException">The budget is spent.</exception>
    Task TakeAsync(CallLimit limit, CancellationToken cancellationToken);
}

/// <summary>The call budget of a paid service is spent.</summary>
/// <param name="limit">The service and its limits.</param>
public sealed class CallBudgetSpentException(CallLimit limit) : ModelServiceException(string.Create(CultureInfo.InvariantCulture,
    $"the budget of {limit.Name} is spent: {limit.PerHour} calls per hour, {limit.PerDay} in 24 hours. More calls are allowed in the next hour; raise {limit.Setting} to allow more."));

/// <summary>Counts the calls of all processes in <c>es.call_budgets</c>. Concurrent calls may slightly exceed the limit per day, but never that per hour.</summary>
/// <param name="source">The database.</param>
/// <param name="options">Name of the schema.</param>
/// <param name="time">Clock.</param>
public sealed class CallBudget(NpgsqlDataSource source, EventStoreOptions options, TimeProvider time) : ICallBudget
{
    private readonly string _table = $"{options.StateSchema}.call_budgets";

    /// <inheritdoc/>
    public async Task TakeAsync(CallLimit limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hour = new DateTime(now.Year, now.Month, now.Day, now.Hour, 0, 0, DateTimeKind.Utc);
        await using var command = source.CreateCommand($"""
            insert into {_table} as b (name, hour, calls)
            select $1, $2, 1 where $3 > 0 and $4 > (select coalesce(sum(calls), 0) from {_table} where name = $1 and hour > $2 - interval '24 hours')
            on conflict (name, hour) do update set calls = b.calls + 1 where b.calls < $3
            returning calls
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = limit.Name });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = hour });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit.PerHour });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit.PerDay });
        var calls = await command.ExecuteScalarAsync(cancellationToken) as long? ?? throw new CallBudgetSpentException(limit);
        if (calls == 1) await RemoveOldAsync(hour, cancellationToken);
    }

    private async Task RemoveOldAsync(DateTime hour, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"delete from {_table} where hour < $1");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = hour.AddDays(-2) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
