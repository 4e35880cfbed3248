using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Configuration;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class ProjectionOptionsTests
{
    [Theory]
    [InlineData("PageSize", "0", "from 1 to 100000")]
    [InlineData("PollInterval", "00:00:00", "from 00:00:00.0100000 to 01:00:00")]
    // A number without colons is a number of days.
    [InlineData("LeaseTimeout", "2", "is 2.00:00:00: it must be from 00:00:01 to 01:00:00 (hours:minutes:seconds)")]
    [InlineData("LeaseTimeout", "00:00:00.5", "from 00:00:01")]
    [InlineData("Owner", " ", "is empty")]
    public void An_invalid_setting_is_named_with_its_valid_values(string name, string value, string expected)
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Read(name, value).Check());
        Assert.Contains($"Projections:{name} ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Valid_settings_are_used_and_the_others_keep_their_defaults()
    {
        var options = Read("LeaseTimeout", "00:00:03").Check();
        Assert.Equal(TimeSpan.FromSeconds(3), options.LeaseTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1), options.RenewInterval);
        Assert.Equal(new ProjectionOptions().PageSize, options.PageSize);
        Assert.Equal(new ProjectionOptions().LeaseTimeout / 3, new ProjectionOptions().Check().RenewInterval);
    }

    private static ProjectionOptions Read(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [$"Projections:{name}"] = value }).Build()
            .GetSection(ProjectionOptions.Section).Get<ProjectionOptions>()!;
}
