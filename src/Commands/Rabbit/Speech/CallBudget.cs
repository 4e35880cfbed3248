using System.Globalization;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>How many calls of one kind may be made.</summary>
/// <param name="Name">What is called, such as <c>rabbit.recognizer</c>.</param>
/// <param name="PerHour">Most calls in an hour of the clock.</param>
/// <param name="PerDay">Most calls in this hour and the 23 before.</param>
public sealed record CallLimit(string Name, int PerHour, int PerDay);

/// <summary>Bounds the calls of services that cost money.</summary>
public interface ICallBudget
{
    /// <summary>Counts a call that is about to be made.</summary>
    /// <param name="limit">What is called, and how often it may be.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CallBudgetSpentException">As many calls were made as may be.</exception>
    Task TakeAsync(CallLimit limit, CancellationToken cancellationToken);
}

/// <summary>As many calls of a service that costs money were made as may be.</summary>
/// <param name="limit">Which, and how many.</param>
public sealed class CallBudgetSpentException(CallLimit limit) : SpeechException(string.Create(CultureInfo.InvariantCulture,
    $"the budget of {limit.Name} is spent: {limit.PerHour} calls an hour, {limit.PerDay} in 24 hours. It recovers with the hours; raise {SpeechOptions.Section}:Budget for more."));

/// <summary>Counts the calls of all processes in <c>es.call_budgets</c>. Calls at the same moment may pass the limit of a day by their number, never that of an hour.</summary>
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
