using EventSourced.Commands.Boost.Usage;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Usage;

/// <summary>Headers are found by the ends of the paths of libraries' files.</summary>
public sealed class HeaderIndexTests
{
    [Theory]
    [InlineData("boost/asio/io.hpp", "include/boost/asio/io.hpp")]
    [InlineData("boost/asio.hpp", "include/boost/asio.hpp")]
    // A shorter suffix, but at least two segments: config.hpp alone is in many folders.
    [InlineData("boost/detail/asio/io.hpp", "include/boost/asio/io.hpp")]
    [InlineData("boost/other/config.hpp", null)]
    // Only on the boundary of a segment.
    [InlineData("boost/sio/io.hpp", null)]
    [InlineData("oost/asio.hpp", null)]
    [InlineData("asio.hpp", null)]
    [InlineData("boost/", null)]
    [InlineData("", null)]
    // Of several, the one with the shortest path.
    [InlineData("boost/version.hpp", "boost/version.hpp")]
    public void A_header_is_the_file_whose_path_ends_with_it(string name, string? expected)
    {
        var index = new HeaderIndex();
        foreach (var file in (string[])["include/boost/asio.hpp", "include/boost/asio/io.hpp", "test/boost/asio/io.hpp.txt", "config.hpp", "include/boost/config.hpp", "include/boost/version.hpp", "boost/version.hpp"])
            index.Add(new("boostorg/x", file));
        Assert.Equal(expected, index.Find(name)?.Filename);
    }

    [Fact]
    public void Segments_are_compared_whole_also_when_more_than_two_match()
    {
        var index = new HeaderIndex();
        foreach (var file in (string[])["include/my_boost/asio/io.hpp", "x/asio/io.hpp"]) index.Add(new("boostorg/x", file));
        Assert.Equal("x/asio/io.hpp", index.Find("boost/asio/io.hpp")?.Filename);
    }

    [Fact]
    public void Of_equal_paths_the_one_with_the_lowest_row_id_counts_in_any_order()
    {
        BoostHeader[] same = [.. ((string[])["boostorg/a", "boostorg/b", "boostorg/c"]).Select(r => new BoostHeader(r, "include/boost/a.hpp"))];
        var lowest = same.MinBy(h => BoostLibraryRows.File(h.Repository, h.Filename));
        foreach (var order in (BoostHeader[][])[same, [.. same.Reverse()]])
        {
            var index = new HeaderIndex();
            foreach (var header in order) index.Add(header);
            Assert.Equal(lowest, index.Find("boost/a.hpp"));
        }
    }
}
