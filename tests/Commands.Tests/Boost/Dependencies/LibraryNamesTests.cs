using EventSourced.Commands.Boost.Dependencies;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

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
    public void A_name_may_mean_these_libraries(string name, string library) => Assert.Contains(library, LibraryNames.Candidates(name));

    [Fact]
    public void The_first_known_candidate_counts_and_an_unknown_name_means_nothing()
    {
        var index = new LibraryNameIndex().After(Facts.Of(new LibraryNamed("boostorg/x", "logic"), new LibraryNamed("boostorg/logic", "Tribool"), new LibraryNamed("boostorg/conversion", "Numeric Conversion")));
        var resolved = ResolvedDependencies.Of([new("logic", ["numeric~conversion", "Config"], 3), new("nothing", [], 4)], index);

        var client = Assert.Single(resolved.Clients);
        Assert.Equal(new LibraryName("boostorg/x", "logic"), client.Library);
        Assert.Equal([new LibraryName("boostorg/conversion", "Numeric Conversion")], client.Dependencies);
        Assert.Equal(["Config", "nothing"], resolved.Unresolved);
        Assert.Equal(["unknown_dependency 1 3", "unknown_library 1 4"], resolved.LeftOut.ToList((reason, count, places) => $"{reason} {count} {string.Join(',', places)}"));
    }

    [Fact]
    public void Of_two_libraries_of_one_name_the_one_whose_repository_has_the_name_counts()
    {
        var index = new LibraryNameIndex().After(Facts.Of(new LibraryNamed("a/other", "math"), new LibraryNamed("boostorg/math", "math"), new LibraryNamed("b/x", "odd"), new LibraryNamed("a/x", "odd")));
        Assert.Equal(new LibraryName("boostorg/math", "math"), index.Find("math"));
        Assert.Equal(new LibraryName("a/x", "odd"), index.Find("odd"));
    }
}
