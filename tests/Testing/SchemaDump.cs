using System.Diagnostics;
using Npgsql;

namespace EventSourced.Testing;

/// <summary>The output of pg_dump: it contains everything that belongs to a table, in a fixed order.</summary>
public static class SchemaDump
{
    /// <summary>The statements that would create the given schemas again, with owners, privileges and publications.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="schemas">The schemas, including views and functions that users created in them.</param>
    public static async Task<string> ReadAsync(string connectionString, params string[] schemas)
    {
        var lines = System.Text.Encoding.UTF8.GetString(await RunAsync(connectionString, ["--schema-only", .. schemas.SelectMany(s => new[] { "-n", s })])).Split('\n');
        // Comments contain the version that made the dump, and newer versions write a random word.
        List<string> statements = [], privileges = [];
        var grantor = "";
        foreach (var line in lines.Where(l => l.Length > 0 && !l.StartsWith("--", StringComparison.Ordinal) && !l.StartsWith('\\')))
        {
            // The order in which privileges were granted is irrelevant; the grantor is not.
            if (line.StartsWith("SET SESSION AUTHORIZATION", StringComparison.Ordinal)) grantor = line;
            else if (line.StartsWith("RESET SESSION AUTHORIZATION", StringComparison.Ordinal)) grantor = "";
            else if (line.StartsWith("GRANT ", StringComparison.Ordinal) || line.StartsWith("REVOKE ", StringComparison.Ordinal)) privileges.Add($"{grantor} {line}");
            else statements.Add(line);
        }
        return string.Join('\n', statements.Concat(privileges.Order(StringComparer.Ordinal)));
    }

    /// <summary>The output of pg_dump.</summary>
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
