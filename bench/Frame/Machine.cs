using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;

namespace EventSourced.Bench.Frame;

/// <summary>The machine and the commit of a run.</summary>
internal static class Machine
{
    /// <summary>Processor, memory, system, runtime, and the server with the settings for the durability of commits.</summary>
    public static async Task<string> DescribeAsync(string postgres)
    {
        await using var source = NpgsqlDataSource.Create(postgres);
        await using var command = source.CreateCommand(
            "select current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return $"{Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {System()}, .NET {Environment.Version}, "
            + $"PostgreSQL {reader.GetString(0)}: fsync {reader.GetString(1)}, synchronous_commit {reader.GetString(2)}, full_page_writes {reader.GetString(3)}";
    }

    /// <summary>The checked-out commit, with a remark when the sources differ from it.</summary>
    public static string Commit(string repository)
    {
        var commit = Git(repository, "rev-parse", "--short", "HEAD");
        return commit.Length == 0 ? "unknown commit" : Git(repository, "status", "--porcelain", "--", ".", ":!bench/RESULTS.md").Length > 0 ? $"{commit} with changes" : commit;
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim() : RuntimeInformation.ProcessArchitecture.ToString();

    private static string System() =>
        File.Exists("/etc/os-release") && File.ReadLines("/etc/os-release").FirstOrDefault(l => l.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) is { } line
            ? line["PRETTY_NAME=".Length..].Trim('"') : RuntimeInformation.OSDescription;

    private static string Git(string repository, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = repository, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Trim() : "";
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
