using EventSourced.Commands.Fastest.Captures;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.Captures;

/// <summary>Which changes of a conversation are worth a snapshot (specification, 2.5).</summary>
public sealed class CaptureDeciderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(11, 0, 1, 0, 5_119, false)]
    [InlineData(11, 0, 1, 0, 5_120, true)]
    [InlineData(11, 0, 2, 0, 0, true)]
    [InlineData(11, 1, 0, 0, 1, true)]
    [InlineData(11, 0, 0, 1, 1, true)]
    [InlineData(10, 1, 0, 0, 1, true)]
    [InlineData(9, 3, 3, 3, 51_199, false)]
    [InlineData(9, 3, 3, 4, 0, true)]
    [InlineData(9, 1, 0, 0, 51_200, true)]
    public void Small_changes_wait_and_ten_minutes_after_a_snapshot_only_large_ones_do_not(int minutes, int added, int modified, int deleted, long bytes, bool isWorthwhile)
    {
        var last = new KnownSnapshot(new SnapshotTaken(Guid.NewGuid(), "s", "h", [], null, "system", null), s_now.AddMinutes(-minutes), 1);
        Assert.Equal(isWorthwhile, CaptureDecider.IsWorthwhile(last, new DriftCounters(added, modified, deleted, bytes), s_now));
        Assert.True(CaptureDecider.IsWorthwhile(null, null, s_now));
        Assert.True(CaptureDecider.IsWorthwhile(last, null, s_now));
    }
}
