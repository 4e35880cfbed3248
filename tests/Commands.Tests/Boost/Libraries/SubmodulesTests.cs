using EventSourced.Commands.Boost.Libraries;

namespace EventSourced.Commands.Tests.Boost.Libraries;

/// <summary>Files <c>.gitmodules</c> of the super-project.</summary>
public sealed class SubmodulesTests
{
    [Fact]
    public void Libraries_are_the_submodules_below_libs()
    {
        var found = Submodules.Read("""
            # comment
            [submodule "system"]
            	path = libs/system
            	url = ../system.git
            	fetchRecurseSubmodules = on-demand
            [submodule "ublas"]
            	path = libs/numeric/ublas
            	url = https://github.com/BoostOrg/uBLAS.git
            [submodule "build"]
            	path = tools/build
            	url = ../build.git
            [submodule "odd"]
            	path = libs/odd
            	url = git@github.com:someone/odd
            [submodule "lost"]
            	path = libs/lost
            """);
        Assert.Equal(
            [new("system", "libs/system", "boostorg/system"), new("ublas", "libs/numeric/ublas", "boostorg/ublas"), new("odd", "libs/odd", "someone/odd"), new("lost", "libs/lost", null)], found);
    }

    [Theory]
    [InlineData("path = libs/x", 1)]
    [InlineData("[submodule \"a\"]\n\n<html>", 3)]
    public void Another_file_is_refused_with_its_line(string text, int line) =>
        Assert.StartsWith($".gitmodules: line {line} is neither", Assert.Throws<BoostFileException>(() => Submodules.Read(text)).Message, StringComparison.Ordinal);
}
