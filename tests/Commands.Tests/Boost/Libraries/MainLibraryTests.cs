using EventSourced.Commands.Boost.Libraries;

namespace EventSourced.Commands.Tests.Boost.Libraries;

/// <summary>Which library the files of a repository belong to.</summary>
public sealed class MainLibraryTests
{
    [Theory]
    [InlineData("boostorg/beast", "Beast HTTP", "Beast HTTP")]
    [InlineData("boostorg/math", "Math Octonion,math,Math Quaternion", "math")]
    [InlineData("boostorg/property_map", "Property Map,Property Map (Parallel)", "Property Map")]
    [InlineData("boostorg/utility", "Compressed Pair,Value Initialized", null)]
    [InlineData("boostorg/empty", "", null)]
    public void It_is_the_only_one_or_that_with_the_name_of_the_repository(string repository, string libraries, string? main) =>
        Assert.Equal(main, MainLibrary.Of(repository, libraries.Split(',', StringSplitOptions.RemoveEmptyEntries)));
}
