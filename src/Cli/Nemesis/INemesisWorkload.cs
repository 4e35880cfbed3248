using EventSourced.ReadTables;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>A module's part in a run of nemesis: callers that use the module during disruptions, and its invariants. One instance per run.</summary>
public interface INemesisWorkload
{
    /// <summary>The module.</summary>
    string Module { get; }

    /// <summary>The module's invariants in addition to the general ones. Violations are recorded under these names.</summary>
    IReadOnlyList<string> Promises { get; }

    /// <summary>Tables that must not be rolled back, because callers read them.</summary>
    IReadOnlyCollection<string> NeverRolledBack => [];

    /// <summary>A row that a trigger can refuse, to test skipping; null when there is none.</summary>
    IRefusedRow? Refused => null;

    /// <summary>Starts the callers.</summary>
    /// <param name="stop">Ends them.</param>
    IEnumerable<Task> StartCallers(CancellationToken stop);

    /// <summary>Starts readers, which run until the system is quiescent.</summary>
    /// <param name="stop">Ends them.</param>
    IEnumerable<Task> StartReaders(CancellationToken stop) => [];

    /// <summary>Describes work that has not ended; null when there is none.</summary>
    Task<string?> PendingAsync(CancellationToken cancellation);

    /// <summary>Checks the module's invariants and records violations in the tally.</summary>
    Task CheckAsync(CancellationToken cancellation);
}

/// <summary>A row that a trigger refuses, as a user's trigger might. All other tables apply the event.</summary>
public interface IRefusedRow
{
    /// <summary>Schema and table.</summary>
    string Table { get; }

    /// <summary>The column of its key.</summary>
    string KeyColumn { get; }

    /// <summary>The text column by which the trigger recognises the row.</summary>
    string MarkerColumn { get; }

    /// <summary>Sends a command whose event creates such a row.</summary>
    /// <param name="marker">The value of the marker column.</param>
    /// <param name="stop">Stops.</param>
    /// <returns>The row's key; null when the command has no outcome.</returns>
    Task<string?> SendAsync(string marker, CancellationToken stop);
}

/// <summary>The tools of workloads.</summary>
/// <param name="Database">The database, as its owner.</param>
/// <param name="Book">Sends and records commands.</param>
/// <param name="Caller">Calls the API.</param>
/// <param name="Tables">The read tables of all modules.</param>
/// <param name="Tally">Counts, and records violations.</param>
/// <param name="Seed">Seed of the callers' random choices.</param>
public sealed record NemesisWorld(NpgsqlDataSource Database, CommandBook Book, Caller Caller, ReadTableCatalog Tables, Tally Tally, int Seed)
{
    /// <summary>Reads rows.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="take">Called for each row.</param>
    /// <param name="cancellation">Stops.</param>
    /// <param name="values">Its parameters.</param>
    public async Task RowsAsync(string sql, Action<NpgsqlDataReader> take, CancellationToken cancellation, params IReadOnlyList<object> values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) take(reader);
    }
}

/// <summary>The workloads of a run.</summary>
/// <param name="All">One per module that has one.</param>
internal sealed record Workloads(IReadOnlyList<INemesisWorkload> All)
{
    /// <summary>All invariants in the order of the report: those of the tables last, because they depend on the others.</summary>
    public IReadOnlyList<string> Promises => [.. Checks.OfTheLog, .. All.SelectMany(w => w.Promises), .. Checks.OfTheTables];

    /// <summary>The rows that triggers can refuse.</summary>
    public IReadOnlyList<IRefusedRow> Refused => [.. All.Select(w => w.Refused).OfType<IRefusedRow>()];

    /// <summary>Whether a table may be rolled back.</summary>
    public bool MayRollBack(string table) => !All.Any(w => w.NeverRolledBack.Contains(table));
}
