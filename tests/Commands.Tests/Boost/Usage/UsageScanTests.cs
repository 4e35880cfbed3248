using EventSourced.Commands.Boost.Usage;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Usage;

/// <summary>What the files of a scan say.</summary>
public sealed class UsageScanTests
{
    [Fact]
    public void Includes_of_Boost_are_extracted_and_the_headers_of_the_search_are_used_without_them()
    {
        const string Content = "#include <boost/asio.hpp>\r\n#  include \"boost/json/src.hpp\" // <boost/no.hpp>\n#include <boost/asio.hpp>\n#include <vector>\n#include <boost/cut\n#include \"my/boost/x.hpp\"\n";
        var scan = UsageScan.Of([
            new("a.cpp", Content, null, ["boost/not_used.hpp"]), new("b.cpp", "int main() {}", null, ["<boost/b.hpp>", " boost/b.hpp "]), new("c.cpp", null, null, null),
            new(new string('x', 3_000), Content), new("d.cpp", null, null, ["boost/" + new string('y', 3_000)])]);
        Assert.Equal(["a.cpp: boost/asio.hpp,boost/json/src.hpp", "b.cpp: boost/b.hpp", "c.cpp: ", "d.cpp: "], scan.Sources.Select(f => $"{f.Path}: {string.Join(',', f.Includes)}"));
        Assert.Equal(["header_is_too_long 1", "path_is_too_long 1"], scan.Notes.ToList((reason, count, _) => $"{reason} {count}"));
    }

    [Theory]
    [InlineData("CMakeLists.txt", "find_package( Boost 1.66 REQUIRED)", "1.66")]
    [InlineData("sub/CMakeLists.txt", "set(BOOST_VERSION \"1.71.0\")", "1.71.0")]
    [InlineData("CMakeLists.txt", "set(MINIMUM_BOOST_VERSION 1.58.0)", "1.58.0")]
    [InlineData("CMakeLists.txt", "GIT_TAG \"boost-1.84.0\"", "1.84.0")]
    [InlineData("CMakeLists.txt", "find_dependency(X Boost 1.70 REQUIRED)", "1.70")]
    [InlineData("CMakeLists.txt", "URL https://example.org/boost-1.83.0.tar.gz", "1.83.0")]
    [InlineData("conanfile.txt", "[requires]\nboost/1.81.0@\n", "1.81.0")]
    [InlineData("conanfile.py", "requires = {\"boost\": \"1.80.0\"}", "1.80.0")]
    [InlineData("vcpkg.json", "{\"dependencies\": [\"fmt\", {\"version>=\": \"1.82.0#2\", \"name\": \"boost-asio\"}]}", "1.82.0")]
    [InlineData("vcpkg.json", "{\"dependencies\": [\"boost\"]}", "")]
    [InlineData("vcpkg.json", "{", "")]
    [InlineData("CMakeLists.txt", "find_package(Boost REQUIRED COMPONENTS system)", "")]
    [InlineData("notes.txt", "find_package(Boost 1.66)", "")]
    [InlineData("third_party/boost/version.hpp", "// BOOST_VERSION % 100\n#define BOOST_VERSION 106501\n", "1.65.1")]
    public void The_version_comes_from_files_of_builds_or_from_a_copy(string path, string content, string version)
    {
        var scan = UsageScan.Of([new(path, content)]);
        Assert.Equal(version, scan.Version);
        Assert.Equal(path.EndsWith("/boost/version.hpp", StringComparison.Ordinal), scan.IsEmbedded);
    }

    [Fact]
    public void A_copy_of_Boost_says_its_version_first_and_files_of_builds_in_their_order()
    {
        ScannedFile[] builds = [new("vcpkg.json", "{\"boost\": \"1.4.0\"}"), new("a/CMakeLists.txt", "find_package(Boost 1.3.0)"), new("CMakeLists.txt", "find_package(Boost 1.2.0)")];
        Assert.Equal("1.2.0", UsageScan.Of(builds).Version);
        Assert.Equal("1.84.0", UsageScan.Of([.. builds, new("boost/version.hpp", "#define BOOST_VERSION 108400")]).Version);
        // Neither is a result of the search: else a scan without results would end all usages.
        Assert.Empty(UsageScan.Of([.. builds, new("boost/version.hpp", "#define BOOST_VERSION 108400")]).Sources);
    }
}
