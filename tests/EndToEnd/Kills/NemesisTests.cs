using System.Diagnostics;
using System.Text;
using EventSourced.EndToEnd.Cli;
using EventSourced.Garden;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Kills;

/// <summary>
/// A short run of <c>nemesis</c> with a fixed seed, in a program that has one more module than <c>es</c>: all workloads of the product run, and the module's own.
/// Nothing here depends on how long anything takes.
/// </summary>
public sealed class NemesisTests
{
    // Much longer than a run needs on a busy machine, because its own waits are limited.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(25);

    [Fact]
    public async Task A_system_keeps_its_invariants_under_fault_injection()
    {
        await TestServers.NeedInstalledAsync();
        // With this seed, each kind of outage occurs once. The first one comes after some seconds of load, and RabbitMQ, which takes longest to return, is killed early.
        var (exitCode, said) = await RunAsync("Garden.dll", [], "nemesis", "--minutes", "0.55", "--seed", "274");

        Assert.True(exitCode == 0, $"exit code {exitCode}\n{said}");
        Assert.Contains("rebuilt tables equal the live ones", said, StringComparison.Ordinal);
        // The added module took part with its commands, its import, its reaction and its schedule.
        foreach (var promise in new[] { GardenWorkload.Plants, GardenWorkload.Waterings }) Assert.Contains($"✓ {promise}", said, StringComparison.Ordinal);
        foreach (var done in new[] { "plants checked", "lists of plants checked", "waterings checked" }) Assert.Matches($@"│ {done} +│ +[1-9][0-9,]* │", said);
    }

    [Theory]
    [InlineData("ES_POSTGRES", "Host=somewhere")]
    [InlineData("ES_RABBITMQ", "amqp://somewhere")]
    public async Task Nemesis_refuses_servers_that_others_may_use(string variable, string value)
    {
        var (exitCode, said) = await RunAsync(EsProgram.Es, [(variable, value)], "nemesis");

        Assert.Equal(2, exitCode);
        Assert.Contains($"{variable} names a server that others may use", said, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Summary)> RunAsync(string program, (string Name, string Value)[] variables, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [EsProgram.FileOf(program), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
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
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {s_limit.TotalMinutes} minutes:\n{said}");
        }
        lock (said) return (process.ExitCode, said.ToString());
    }
}
