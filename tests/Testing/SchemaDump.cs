using System.Diagnostics;
using Npgsql;

namespace EventSourced.Testing;

/// <summary>What pg_dump writes of a database: of tables it tells all that is on them, in an order of its own.</summary>
public static class SchemaDump
{
    /// <summary>The statements that would make some schemas again, with owners, privileges and publications.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="schemas">The schemas; with views and functions of people in them.</param>
    public static async Task<string> ReadAsync(string connectionString, params string[] schemas)
    {
        var lines = System.Text.Encoding.UTF8.GetString(await RunAsync(connectionString, ["--schema-only", .. schemas.SelectMany(s => new[] { "-n", s })])).Split('\n');
        // Comments tell who made the dump, and newer versions write a random word.
        List<string> statements = [], privileges = [];
        var grantor = "";
        foreach (var line in lines.Where(l => l.Length > 0 && !l.StartsWith("--", StringComparison.Ordinal) && !l.StartsWith('\\')))
        {
            // The order in which privileges were granted says nothing; by whom does.
            if (line.StartsWith("SET SESSION AUTHORIZATION", StringComparison.Ordinal)) grantor = line;
            else if (line.StartsWith("RESET SESSION AUTHORIZATION", StringComparison.Ordinal)) grantor = "";
            else if (line.StartsWith("GRANT ", StringComparison.Ordinal) || line.StartsWith("REVOKE ", StringComparison.Ordinal)) privileges.Add($"{grantor} {line}");
            else statements.Add(line);
        }
        return string.Join('\n', statements.Concat(privileges.Order(StringComparer.Ordinal)));
    }

    /// <summary>What pg_dump writes.</summary>
    public static async Task<byte[]> RunAsync(string connectionString, IEnumerable<string> arguments)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var where = source.CreateCommand("SELECT setting FROM pg_config WHERE name = 'BINDIR'");
        var program = Path.Combine((string)(await where.ExecuteScalarAsync())!, "pg_dump");
        var start = new ProcessStartInfo(program, ["-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, .. arguments, connection.Database!]) { RedirectStandardOutput = true };
        start.Environment["PGPASSWORD"] = connection.Password;
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"pg_dump ended with {process.ExitCode}.");
    }
}
