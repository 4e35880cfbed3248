using EventSourced.Cli.Client;

namespace EventSourced.Cli.Demo;

/// <summary>Waits until the tables have caught up with the log.</summary>
internal sealed class ProjectionCatchUp(ApiClient api)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(100), s_quiet = TimeSpan.FromSeconds(3), s_limit = TimeSpan.FromMinutes(2);
    private long _reached;

    /// <summary>Waits until every running table has reached the current end of the log.</summary>
    /// <exception cref="CliException">They do not within the time limit.</exception>
    public async Task ReachAsync(CancellationToken cancellation)
    {
        var behind = "";
        long? goal = null;
        var reached = await Running.Until.TrueAsync(async () =>
        {
            var answer = (await api.GetAsync("admin/projections", cancellation))!;
            goal ??= answer["watermark"]!.GetValue<long>();
            behind = string.Join(", ", answer["projections"]!.AsArray().Where(p => p!["state"]!.ToString() == "running" && p["position"]!.GetValue<long>() < goal).Select(p => p!["table"]!.ToString()));
            return behind.Length == 0;
        }, s_limit, cancellation);
        if (!reached) throw new CliException($"Tables have not reached position {goal} within {s_limit.TotalMinutes:0} minutes: {behind}. See: {Parsing.Hint.Es("projections")}");
        _reached = goal!.Value;
    }

    /// <summary>Whether the log grows within some seconds; if so, also waits until the tables have reached its end.</summary>
    public async Task<bool> HasGrownAsync(CancellationToken cancellation)
    {
        var before = _reached;
        var quiet = System.Diagnostics.Stopwatch.StartNew();
        while (quiet.Elapsed < s_quiet)
        {
            await ReachAsync(cancellation);
            if (_reached > before) return true;
            await Task.Delay(s_pollInterval, cancellation);
        }
        return false;
    }
}
