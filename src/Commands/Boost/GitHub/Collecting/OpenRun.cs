namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>A run that was asked for and has not ended.</summary>
/// <param name="Id">The run.</param>
/// <param name="At">When it was asked for.</param>
internal sealed record OpenRun(Guid Id, DateTimeOffset At)
{
    // Longer than any run is retried.
    private static readonly TimeSpan s_lost = TimeSpan.FromDays(2);

    /// <summary>Whether it may still be going on. One that is not is replaced by the next.</summary>
    /// <param name="now">The current time.</param>
    public bool IsRunningAt(DateTimeOffset now) => now - At < s_lost;
}
