using System.Diagnostics;
using System.Text;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Kills;

/// <summary>A short run of <c>es nemesis</c> with a fixed seed. Nothing here depends on how long anything takes.</summary>
public sealed class NemesisTests
{
    // Much longer than a run needs on a busy machine, because its own waits are limited.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(25);

    [Fact]
    public async Task A_system_keeps_its_invariants_under_fault_injection()
    {
        await TestServers.NeedInstalledAsync();
        var (exitCode, said) = await RunAsync([], "nemesis", "--minutes", "0.6", "--seed", "7");

        Assert.True(exitCode == 0, $"exit code {exitCode}\n{said}");
        Assert.Contains("rebuilt tables equal the live ones", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ES_POSTGRES", "Host=somewhere")]
    [InlineData("ES_RABBITMQ", "amqp://somewhere")]
    public async Task Nemesis_refuses_servers_that_others_may_use(string variable, string value)
    {
        var (exitCode, said) = await RunAsync([(variable, value)], "nemesis");

        Assert.Equal(2, exitCode);
        Assert.Contains($"{variable} names a server that others may use", said, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Summary)> RunAsync((string Name, string Value)[] variables, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "es.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "ES_POSTGRES", "ES_RABBITMQ", "ES_RABBITMQ_MANAGEMENT" }) info.Environment.Remove(name);
        foreach (var (name, value) in variables) info.Environment[name] = value;
        info.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        using var process = Process.Start(info)!;
        var said = new StringBuilder();
        void Take(string? line)
        {
            lock (said) said.AppendLine(line);
        }
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped by a signal and not killed, so that it stops the processes it has started.
            Cli.EsProgram.Signal(process.Id, "TERM");
            await process.WaitForExitAsync(CancellationToken.None);
            Assert.Fail($"es {string.Join(' ', arguments)} did not end within {s_limit.TotalMinutes} minutes:\n{said}");
        }
        lock (said) return (process.ExitCode, said.ToString());
    }
}
