using EventSourced.Commands.Boost.Libraries;

namespace EventSourced.Commands.Tests.Boost.Libraries;

/// <summary>Release tags: three numbers, compared as numbers.</summary>
public sealed class BoostReleaseTests
{
    [Theory]
    [InlineData("boost-1.84.0", "boost-1.84.0")]
    [InlineData("1.84.0", "boost-1.84.0")]
    [InlineData("boost-1.16.1", "boost-1.16.1")]
    [InlineData("boost-2.0.0", "boost-2.0.0")]
    public void A_release_has_three_numbers(string text, string tag)
    {
        Assert.True(BoostRelease.TryParse(text, out var release));
        Assert.Equal(tag, release.Tag);
    }

    [Theory]
    [InlineData("1.65")]
    [InlineData("boost-1.16.0")]
    [InlineData("boost-1.84.0.beta1")]
    [InlineData("boost-1.84.0-rc1")]
    [InlineData("boost-1.084.0")]
    [InlineData("Boost-1.84.0")]
    [InlineData("boost-1.84.0\n")]
    [InlineData("boost-1.99999999999.0")]
    [InlineData("develop")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_release(string? text) => Assert.False(BoostRelease.TryParse(text, out _));

    [Fact]
    public void Releases_are_ordered_by_their_numbers()
    {
        string[] tags = ["boost-1.100.0", "boost-1.65.1", "boost-1.65.0", "boost-1.19.0", "boost-1.84.0"];
        Assert.Equal(["boost-1.19.0", "boost-1.65.0", "boost-1.65.1", "boost-1.84.0", "boost-1.100.0"], tags.Select(BoostRelease.Parse).Order().Select(r => r.Tag));
    }
}
