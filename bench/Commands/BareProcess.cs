using System.Diagnostics;
using Npgsql;

namespace EventSourced.Bench.Commands;

/// <summary>The bare program in a process of its own.</summary>
internal sealed class BareProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly NpgsqlDataSource _rows;

    private BareProcess(Process process, HttpClient client, NpgsqlDataSource rows) =>
        (_process, _client, _rows, Contestant) = (process, client, rows, new Contestant(client, "/things", rows, "things", "id", () => [process.Id]));

    public Contestant Contestant { get; }

    /// <summary>Starts it on a new database of the servers.</summary>
    /// <param name="postgres">A login that may create databases.</param>
    /// <param name="rabbitMq">The broker.</param>
    public static async Task<BareProcess> StartAsync(string postgres, string rabbitMq)
    {
        await using (var admin = NpgsqlDataSource.Create(postgres))
        await using (var create = admin.CreateCommand("CREATE DATABASE bare"))
            await create.ExecuteNonQueryAsync();
        var connection = new NpgsqlConnectionStringBuilder(postgres) { Database = "bare" }.ConnectionString;
        var rows = NpgsqlDataSource.Create(connection);
        await using (var schema = rows.CreateCommand(BareProgram.Schema)) await schema.ExecuteNonQueryAsync();
        var info = new ProcessStartInfo("dotnet", [typeof(BareProcess).Assembly.Location, BareProgram.Name]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        info.Environment[BareProgram.Postgres] = connection;
        info.Environment[BareProgram.RabbitMq] = rabbitMq;
        var process = Process.Start(info)!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bare program did not start.");
        return new BareProcess(process, new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) }, rows);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
        await _rows.DisposeAsync();
    }
}
