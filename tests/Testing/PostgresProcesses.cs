using System.Globalization;
using EventSourced.Servers.Processes;
using Npgsql;

namespace EventSourced.Testing;

/// <summary>The processes of a private PostgreSQL, which can be frozen and resumed.</summary>
public sealed class PostgresProcesses
{
    private readonly ProcessIdentity _postmaster;

    private PostgresProcesses(ProcessIdentity postmaster) => _postmaster = postmaster;

    /// <summary>Finds the processes of the server behind a data source.</summary>
    public static async Task<PostgresProcesses> OfAsync(NpgsqlDataSource source, CancellationToken cancellation = default)
    {
        await using var ask = source.CreateCommand("SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::integer");
        return new PostgresProcesses(ProcessIdentity.Of((int)(await ask.ExecuteScalarAsync(cancellation))!)!);
    }

    /// <summary>Signals the server with all its processes: the postmaster first, so that a frozen one starts no more.</summary>
    public void Signal(Signal signal)
    {
        _postmaster.Signal(signal);
        foreach (var child in File.ReadAllText($"/proc/{_postmaster.Pid}/task/{_postmaster.Pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            ProcessIdentity.Of(int.Parse(child, CultureInfo.InvariantCulture))?.Signal(signal);
    }
}
