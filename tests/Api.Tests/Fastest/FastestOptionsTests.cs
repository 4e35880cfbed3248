using EventSourced.Api.Fastest;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Api.Tests.Fastest;

public sealed class FastestOptionsTests
{
    [Theory]
    [InlineData("Fastest:BlobGrace", "00:29:59", "at least 30 minutes")]
    [InlineData("Fastest:UserCodes:PerUser", "0", "at least 1")]
    [InlineData("Fastest:UserCodes:PerAddress", "0", "at least 1")]
    [InlineData("Fastest:UserCodes:Window", "00:00:00", "at least 1 second")]
    public void A_value_that_cannot_work_is_refused_with_its_key(string key, string value, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        var error = Assert.Throws<InvalidOperationException>(() => FastestOptions.From(configuration));
        Assert.Contains(key[..key.LastIndexOf(':')], error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
