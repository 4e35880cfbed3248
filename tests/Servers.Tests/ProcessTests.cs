using EventSourced.Servers.Processes;

namespace EventSourced.Servers.Tests;

public sealed class ProcessTests
{
    [Theory]
    // The killed broker whose other threads still hold its ports.
    [InlineData("7120 (beam.smp) Z 7101 7101 7101 0 -1 4227148 68221 0 0 0 231 88 0 0 20 0 34 0 9120077 0 0", false)]
    [InlineData("7120 (beam.smp) Z 7101 7101 7101 0 -1 4227148 68221 0 0 0 231 88 0 0 20 0 1 0 9120077 0 0", true)]
    [InlineData("7120 (beam.smp) X 7101 7101 7101 0 -1 4227148 68221 0 0 0 231 88 0 0 20 0 0 0 9120077 0 0", true)]
    [InlineData("7120 (a) Z (b) S 7101 7101 7101 0 -1 4227148 68221 0 0 0 231 88 0 0 20 0 1 0 9120077 0 0", false)]
    public void A_process_has_ended_with_the_last_of_its_threads(string line, bool ended)
    {
        var stat = ProcessStat.Parse(line)!;
        Assert.Equal(ended, stat.HasEnded);
        Assert.Equal(9120077, stat.StartTicks);
    }

    [Fact]
    public void A_truncated_line_is_no_process() => Assert.Null(ProcessStat.Parse("7120 (beam"));

    [Fact]
    public void A_later_process_with_the_same_id_is_another_one()
    {
        Assert.True(ProcessIdentity.Current.IsAlive);
        Assert.False((ProcessIdentity.Current with { Start = "another" }).IsAlive);
    }
}
