using EventSourced.Commands.Boost.Dependencies;

namespace EventSourced.Commands.Tests.Boost.Dependencies;

/// <summary>Names of the dependency tool, and the libraries that they mean.</summary>
public sealed class LibraryNamesTests
{
    [Theory]
    [InlineData("asio", "asio")]
    [InlineData("logic", "Tribool")]
    [InlineData("numeric~ublas", "uBLAS")]
    [InlineData("numeric~interval", "Interval")]
    [InlineData("numeric~odeint", "Odeint")]
    [InlineData("numeric~conversion", "Numeric Conversion")]
    [InlineData("property_map", "Property Map")]
    [InlineData("type_index", "type-index")]
    [InlineData("container_hash", "container_hash")]
    public void A_name_means_the_first_known_candidate(string name, string library) => Assert.Equal(library, LibraryNames.Resolve(name, known => known == library ? known : null));

    [Fact]
    public void The_exact_name_comes_first_and_an_unknown_name_means_nothing()
    {
        string[] known = ["logic", "Tribool", "Config"];
        Assert.Equal("logic", LibraryNames.Resolve("logic", name => known.FirstOrDefault(k => k == name)));
        Assert.Null(LibraryNames.Resolve("config", name => known.FirstOrDefault(k => k == name)));
    }
}
