using EventSourced.Contracts.Boost;

namespace EventSourced.Contracts.Tests.Boost;

/// <summary>Rows of libraries that extend rows of repositories and files have the same ids.</summary>
public sealed class LibraryRowIds
{
    [Fact]
    public void a_librarys_repository_and_file_have_the_ids_of_the_rows_that_they_extend()
    {
        Assert.Equal(BoostRows.Repository("BoostOrg", "Math"), BoostLibraryRows.Repository("boostorg/math"));
        Assert.Equal(BoostRows.File("BoostOrg", "Math", "include/boost/math.hpp"), BoostLibraryRows.File("boostorg/math", "include/boost/math.hpp"));
    }
}
