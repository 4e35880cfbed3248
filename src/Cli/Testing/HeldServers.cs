using System.Text.Json;
using CliWrap;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Testing;

/// <summary>
/// The servers of a test run, shared by all test projects. The program of <c>tests/Testing</c> starts them, as it does for a single test project. It stops them when
/// its standard input is closed, so also when this process is killed.
/// </summary>
internal sealed class HeldServers : IAsyncDisposable
{
    private readonly TaskCompletionSource _released;
    private readonly Task _ended;

    private HeldServers(IReadOnlyDictionary<string, string> environment, TaskCompletionSource released, Task ended) =>
        (Environment, _released, _ended) = (environment, released, ended);

    /// <summary>Environment variables with their addresses. They contain passwords: do not print them.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Starts the servers.</summary>
    /// <param name="root">The folder of the built solution.</param>
    /// <param name="configuration">The build configuration.</param>
    /// <param name="log">Called for each step.</param>
    /// <param name="cancellation">Cancels the start.</param>
    public static async Task<HeldServers> StartAsync(string root, string configuration, Action<string> log, CancellationToken cancellation)
    {
        var program = Path.Combine(root, "tests", "Testing", "bin", configuration, "net10.0", "EventSourced.Testing.dll");
        if (!File.Exists(program)) throw new CliException($"{program} does not exist. Run {Hint.Es("test")} without --no-build.");
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var addresses = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task ended = CliWrap.Cli.Wrap(Tool.Dotnet).WithArguments([program])
            .WithStandardInputPipe(PipeSource.Create((_, ct) => released.Task.WaitAsync(ct)))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => addresses.TrySetResult(line)))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(log))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(CancellationToken.None);
        try
        {
            await Task.WhenAny(addresses.Task, ended).WaitAsync(cancellation);
            if (!addresses.Task.IsCompleted) throw new CliException("The test servers did not start; see the lines above.");
            return new(JsonSerializer.Deserialize<Dictionary<string, string>>(await addresses.Task)!, released, ended);
        }
        catch
        {
            released.TrySetResult();
            await ended;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _released.TrySetResult();
        await _ended;
    }
}
