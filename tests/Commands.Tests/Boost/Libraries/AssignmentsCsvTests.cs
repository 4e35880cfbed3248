using System.Text;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Files;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Libraries;

/// <summary>Assignments of files to libraries as CSV.</summary>
public sealed class AssignmentsCsvTests
{
    [Theory]
    [InlineData("boostorg/math,include/boost/math/a.hpp,math\nboostorg/math,\"b, \"\"c\"\".hpp\",Math Octonion\n")]
    [InlineData("\uFEFFLibrary;Path;Repo;note\r\nmath;include/boost/math/a.hpp;BoostOrg/Math;x\r\nMath Octonion;\"b, \"\"c\"\".hpp\";boostorg/math;\r\n")]
    public void Rows_are_read_with_and_without_a_head(string text)
    {
        var leftOut = new LeftOutNotes();
        var rows = AssignmentsCsv.Read(Encoding.UTF8.GetBytes(text), leftOut);
        Assert.Equal([("boostorg/math", "include/boost/math/a.hpp", "math"), ("boostorg/math", "b, \"c\".hpp", "Math Octonion")], rows.Select(r => (r.Repository, r.Filename, r.Library)));
        Assert.Empty(Reasons(leftOut));
    }

    [Fact]
    public void Rows_that_say_nothing_usable_are_counted_with_their_lines()
    {
        var leftOut = new LeftOutNotes();
        var rows = AssignmentsCsv.Read("boostorg/math,a.hpp,math\nmath,a.hpp,math\nboostorg/math,a.hpp\n\nboostorg/math,,math\n"u8.ToArray(), leftOut);
        Assert.Equal(1, Assert.Single(rows).Line);
        Assert.Equal(["repository_is_no_owner_and_name 1 2", "row_without_repository_file_and_library 2 3,5"], Reasons(leftOut));
    }

    [Fact]
    public void Another_file_is_refused()
    {
        Assert.Contains("UTF-8", Assert.Throws<BoostFileException>(() => AssignmentsCsv.Read([0x61, 0xE9, 0x2C], new())).Message, StringComparison.Ordinal);
        Assert.Contains("line 2", Assert.Throws<BoostFileException>(() => AssignmentsCsv.Read("a,b,c\na\"b,c,d\n"u8.ToArray(), new())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_new_is_recorded_and_the_last_row_about_a_file_counts()
    {
        var state = new LibraryRepositoryState("boostorg/math").After(Facts.Of(
            new LibraryRepositoryRegistered("boostorg/math"), new LibrariesRecorded("boostorg/math", "boost-1.84.0", [Library("math"), Library("Math Octonion")]),
            new LibraryFilesAssigned("boostorg/math", "math", ["same.hpp", "moved.hpp"])));
        var leftOut = new LeftOutNotes();
        var events = ImportAssignmentsHandler.Decide(state,
        [
            new(1, "boostorg/math", "same.hpp", "math"), new(2, "boostorg/math", "moved.hpp", "Math Octonion"), new(3, "boostorg/math", "twice.hpp", "math"),
            new(4, "boostorg/math", "twice.hpp", "Math Octonion"), new(5, "boostorg/math", "lost.hpp", "Quaternion"),
        ], leftOut);
        var assigned = Assert.Single(events);
        Assert.Equal(("Math Octonion", "moved.hpp twice.hpp"), (assigned.Library, string.Join(' ', assigned.Filenames)));
        Assert.Equal(["library_not_found 1 5"], Reasons(leftOut));
    }

    private static RecordedLibrary Library(string name) => new(name, name, "", "", "", [], []);

    private static IEnumerable<string> Reasons(LeftOutNotes leftOut) => leftOut.ToList((reason, count, places) => $"{reason} {count} {string.Join(',', places)}");
}
