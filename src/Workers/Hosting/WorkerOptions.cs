using EventSourced.EventStore.Settings;

namespace EventSourced.Workers.Hosting;

/// <summary>A worker process.</summary>
[SettingsSection("Workers", SettingsReaders.Workers)]
public sealed class WorkerOptions
{
    /// <summary>Address of <c>/health/live</c> and <c>/health/ready</c>, such as <c>http://127.0.0.1:8081</c>; without it, the worker does not listen.</summary>
    public string? Url { get; set; }

    /// <summary>Whether <c>/metrics</c> is served there too. It needs no token: keep the address private.</summary>
    public bool Metrics { get; set; }

    /// <summary>Whether the worker runs the scheduled jobs.</summary>
    public bool Jobs { get; set; } = true;

    /// <summary>How long a worker may take to stop. Running work gets two thirds of it; unfinished work then returns to the broker.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
