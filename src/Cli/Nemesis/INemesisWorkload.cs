using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>A module's part in a run of nemesis: callers that use the module while the system is hurt, and what must hold in the end. It lives for one run.</summary>
internal interface INemesisWorkload
{
    /// <summary>The module.</summary>
    string Module { get; }

    /// <summary>What the module promises beyond what holds for every module. Faults are noted under these names.</summary>
    IReadOnlyList<string> Promises { get; }

    /// <summary>Tables that are not rolled back, because callers look rows up in them.</summary>
    IReadOnlyCollection<string> NeverRolledBack => [];

    /// <summary>A row that one of the tables can be made to refuse, so that there is something to skip; null when there is none.</summary>
    IRefusedRow? Refused => null;

    /// <summary>Starts the callers.</summary>
    /// <param name="stop">Ends them.</param>
    IEnumerable<Task> StartCallers(CancellationToken stop);

    /// <summary>Starts readers, which go on until all is at rest.</summary>
    /// <param name="stop">Ends them.</param>
    IEnumerable<Task> StartReaders(CancellationToken stop) => [];

    /// <summary>What is still under way; null when nothing is.</summary>
    Task<string?> PendingAsync(CancellationToken cancellation);

    /// <summary>Compares what was asked for with what is there, and notes faults in the tally.</summary>
    Task CheckAsync(CancellationToken cancellation);
}

/// <summary>A row that a trigger refuses, as somebody may have put it there. All other tables take the event.</summary>
internal interface IRefusedRow
{
    /// <summary>Schema and table.</summary>
    string Table { get; }

    /// <summary>The column of its key.</summary>
    string KeyColumn { get; }

    /// <summary>The column, a text, by which the trigger knows the row.</summary>
    string MarkerColumn { get; }

    /// <summary>Sends a command whose event makes such a row.</summary>
    /// <param name="marker">The text of the marker's column.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The row's key; null when the command got no outcome.</returns>
    Task<string?> SendAsync(string marker, CancellationToken stop);
}

/// <summary>What workloads work with.</summary>
/// <param name="Database">The database, as its owner.</param>
/// <param name="Book">Sends commands and remembers them.</param>
/// <param name="Caller">Calls the API.</param>
/// <param name="Tally">Counts, and takes faults.</param>
/// <param name="Seed">Decides what callers do.</param>
internal sealed record NemesisWorld(NpgsqlDataSource Database, CommandBook Book, Caller Caller, Tally Tally, int Seed)
{
    /// <summary>Reads rows.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="take">Takes each row.</param>
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
/// <param name="All">One of each module that has any.</param>
internal sealed record Workloads(IReadOnlyList<INemesisWorkload> All)
{
    /// <summary>All promises in the order of the report: the tables' last, since they rest on the others.</summary>
    public IReadOnlyList<string> Promises => [.. Checks.OfTheLog, .. All.SelectMany(w => w.Promises), .. Checks.OfTheTables];

    /// <summary>The rows that tables can be made to refuse.</summary>
    public IReadOnlyList<IRefusedRow> Refused => [.. All.Select(w => w.Refused).OfType<IRefusedRow>()];

    /// <summary>Whether a table may be rolled back.</summary>
    public bool MayRollBack(string table) => !All.Any(w => w.NeverRolledBack.Contains(table));
}
