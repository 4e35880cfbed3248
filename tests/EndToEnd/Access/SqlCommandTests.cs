using System.Diagnostics;
using EventSourced.Cli.Running;
using EventSourced.EndToEnd.Cli;

namespace EventSourced.EndToEnd.Access;

public sealed class SqlCommandTests
{
    [Fact]
    public async Task Without_psql_the_error_names_the_package_and_the_alternative()
    {
        var directory = new DataDirectory(Path.Combine(Path.GetTempPath(), $"es-sql-{Guid.NewGuid():N}"));
        directory.Create();
        try
        {
            directory.WriteConnection(new Connection("http://127.0.0.1:1", "t", "Host=127.0.0.1;Port=1;Username=u;Password=p;Database=d", null, null));
            var info = new ProcessStartInfo(Environment.ProcessPath!, [EsProgram.FileOf(), "sql", "--data", directory.Root, "-c", "select 1"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = directory.Root,
            };
            if (Path.GetFileNameWithoutExtension(info.FileName) != "dotnet") info.FileName = await DotnetAsync();
            info.Environment["PATH"] = directory.Temp;
            using var process = Process.Start(info)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            var said = await errors;
            Assert.True(process.ExitCode == 1, await output + said);
            Assert.Contains("psql cannot be started", said, StringComparison.Ordinal);
            Assert.Contains("postgresql-client", said, StringComparison.Ordinal);
            Assert.Contains(directory.ConnectionFile, said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at EventSourced", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory.Root, recursive: true);
        }
    }

    private static async Task<string> DotnetAsync()
    {
        using var which = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "readlink -f \"$(command -v dotnet)\""]) { RedirectStandardOutput = true })!;
        return (await which.StandardOutput.ReadToEndAsync()).Trim();
    }
}
