using System.Diagnostics;
using System.Text;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Kills;

/// <summary>A short run of <c>es nemesis</c> with a fixed seed. Nothing here depends on how long anything takes.</summary>
public sealed class NemesisTests
{
    // Far beyond what a run needs on a busy machine: its own waiting is bounded.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(25);

    [Fact]
    public async Task A_system_that_is_killed_frozen_and_cut_while_it_is_used_keeps_its_promises()
    {
        await TestServers.NeedInstalledAsync();
        var (exitCode, said) = await RunAsync([], "nemesis", "--minutes", "0.6", "--seed", "7");

        Assert.True(exitCode == 0, $"exit code {exitCode}\n{said}");
        Assert.Contains("rebuilt tables equal the live ones", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ES_POSTGRES", "Host=somewhere")]
    [InlineData("ES_RABBITMQ", "amqp://somewhere")]
    public async Task It_refuses_servers_that_others_may_use(string variable, string value)
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
            // Asked and not killed, so that it ends what it has started.
            Cli.EsProgram.Signal(process.Id, "TERM");
            await process.WaitForExitAsync(CancellationToken.None);
            Assert.Fail($"es {string.Join(' ', arguments)} did not end within {s_limit.TotalMinutes} minutes:\n{said}");
        }
        lock (said) return (process.ExitCode, said.ToString());
    }
}
