using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.ReadTables.Operations;

/// <summary>A change of the state of a family of tables by a process that does not own their lane. It is serialised with other changes, and atomic for the lane's owner.</summary>
internal sealed class StateChange : IAsyncDisposable
{
    private readonly TableFamily _family;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private TableState? _state;

    private StateChange(TableFamily family, NpgsqlConnection connection, NpgsqlTransaction transaction) => (_family, _connection, _transaction) = (family, connection, transaction);

    /// <summary>Position of the event that the table could not apply, or null when there is none or the table has passed it.</summary>
    public long? DeadLetter { get; private set; }

    /// <summary>Starts the change and reads the table's state.</summary>
    /// <exception cref="QueryException">The table has no live generation yet.</exception>
    public static async Task<StateChange> BeginAsync(NpgsqlDataSource source, TableFamily family, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        var change = new StateChange(family, connection, await connection.BeginTransactionAsync(cancellationToken));
        try
        {
            await change.ReadAsync(cancellationToken);
            return change;
        }
        catch
        {
            await change.DisposeAsync();
            throw;
        }
    }

    /// <summary>Refuses the change unless the table is in this state.</summary>
    public void Expect(string state)
    {
        var table = _family.Table.QualifiedName;
        if (_state!.State != state)
            throw new QueryException(409, $"table_{_state.State}", $"{table} is {_state.State} at position {_state.Position}, not {state}. {_state.Error ?? "No error is recorded."}");
    }

    /// <summary>Sets the state of those tables of the family that are in the state <paramref name="from"/>: an outdated table remains outdated.</summary>
    public async Task SetAsync(string from, string to, string? error, CancellationToken cancellationToken)
    {
        // A changed incarnation makes the lane's owner reload the table.
        await using var command = new NpgsqlCommand(
            "UPDATE es.read_tables SET state = $3, error = $4, incarnation = incarnation + 1, updated_at = now() WHERE table_name = ANY($1) AND state = $2", _connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = _family.Members }, new NpgsqlParameter<string> { TypedValue = from },
                new NpgsqlParameter<string> { TypedValue = to }, new NpgsqlParameter<string?> { TypedValue = error },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks the previous generations that include an event which is skipped from now on: they cannot become live again.</summary>
    public async Task MarkSkippedAsync(long position, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("UPDATE es.generations SET skipped = least(skipped, $2) WHERE table_name = ANY($1) AND state = 'previous' AND position >= $2", _connection)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = _family.Members }, new NpgsqlParameter<long> { TypedValue = position } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deletes a dead letter.</summary>
    public async Task RemoveDeadLetterAsync(long position, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("DELETE FROM es.dead_letters WHERE table_name = $1 AND position = $2", _connection)
        {
            Parameters = { new() { Value = _family.Table.QualifiedName }, new() { Value = position } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using (var read = new NpgsqlCommand($"SELECT {TableState.Columns} FROM es.read_tables WHERE table_name = ANY($1) ORDER BY table_name FOR UPDATE", _connection)
        {
            Parameters = { new() { Value = _family.Members } },
        })
        await using (var reader = await read.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                if (TableState.Read(reader, null) is var state && state.Table == _family.Table.QualifiedName) _state = state;
        }
        if (_state is null) throw TableStates.NotBuilt(_family.Table);
        await using var letter = new NpgsqlCommand("SELECT min(position) FROM es.dead_letters WHERE table_name = $1 AND position > $2", _connection)
        {
            Parameters = { new() { Value = _family.Table.QualifiedName }, new() { Value = _state.Position } },
        };
        DeadLetter = await letter.ExecuteScalarAsync(cancellationToken) as long?;
    }
}
