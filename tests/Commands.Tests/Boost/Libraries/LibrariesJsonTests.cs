using System.Text;
using System.Text.Json;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Testing;

namespace EventSourced.Commands.Tests.Boost.Libraries;

/// <summary>Files <c>meta/libraries.json</c>: the forms that really occur, what is left out, and what is refused with its place.</summary>
public sealed class LibrariesJsonTests
{
    [Fact]
    public void An_object_is_one_library_and_an_array_several()
    {
        Assert.Equal(["asio"], Read("""{"key":"asio","name":"Asio"}""").Libraries.Select(l => l.Key));
        Assert.Equal(["a", "b"], Read("""[{"key":"a"},{"key":"b","name":"B"}]""").Libraries.Select(l => l.Key));
    }

    [Fact]
    public void Authors_and_categories_may_be_one_text_or_a_list()
    {
        var library = Assert.Single(Read("""{"key":"a","authors":"Ada Lovelace","maintainers":["Ada <ada -at- users.example>","<b@users.example>"],"category":"IO","cxxstd":11}""").Libraries);
        Assert.Equal([new("Ada Lovelace", null)], library.Authors);
        Assert.Equal([new("Ada", "ada@users.example"), new("", "b@users.example")], library.Maintainers);
        Assert.Equal(["IO"], library.Categories);
        Assert.Equal("11", library.CppVersion);
        Assert.Null(library.Description);
    }

    [Fact]
    public void The_name_is_the_key_when_none_is_given_and_the_library_has_the_key_of_its_submodule()
    {
        var (root, other, unnamed) = (Entry("""{"key":"math","name":"Math"}"""), Entry("""{"key":"math/octonion","name":"Math Octonion"}"""), Entry("""{"key":"math/x"}"""));
        Assert.Equal(["math", "Math Octonion", "math/x"], ((LibraryEntry[])[root, other, unnamed]).Select(l => l.LibraryName("math")));
    }

    [Fact]
    public void What_says_nothing_usable_is_left_out_with_its_number()
    {
        var read = Read("""[{"name":"No key"},7,{"key":"a","authors":[1,"Ada"],"description":true},{"key":""}]""");
        Assert.Equal("Ada", Assert.Single(Assert.Single(read.Libraries).Authors).Name);
        Assert.Equal(
            ["authors_is_no_text 1 3", "description_is_no_text 1 3", "entry_is_no_object 1 2", "entry_without_key 2 1,4"],
            read.LeftOut.ToList((reason, count, places) => $"{reason} {count} {string.Join(',', places)}"));
    }

    [Fact]
    public void Names_that_no_index_can_hold_are_left_out()
    {
        var name = new string('x', 401);
        var read = Read($$"""[{"key":"{{name}}"},{"key":"a","name":"{{name}}","authors":"{{name}}","category":["{{name}}","IO"],"description":"{{name}}"}]""");
        var library = Assert.Single(read.Libraries);
        Assert.Equal(("a", 0, "IO", name), (library.Name, library.Authors.Count, Assert.Single(library.Categories), library.Description));
        Assert.Equal(
            ["authors_is_too_long 1 2", "category_is_too_long 1 2", "entry_without_key 1 1", "key_is_too_long 1 1", "name_is_too_long 1 2"],
            read.LeftOut.ToList((reason, count, places) => $"{reason} {count} {string.Join(',', places)}"));
    }

    [Fact]
    public void A_missing_comma_is_reported_with_line_and_column()
    {
        var e = Assert.Throws<BoostFileException>(() => Read("{\n    \"key\": \"beast\"\n    \"name\": \"Beast\"\n}"));
        Assert.Equal(LibrariesJson.Invalid, e.Code);
        Assert.Equal("libraries.json is not valid JSON: line 3, column 5: a comma is missing before this text. Correct the file, or import the one of a later commit.", e.Message);
    }

    [Theory]
    [InlineData("7", "libraries.json must be an object or an array of objects, each with \"key\" and \"name\".")]
    [InlineData("", "libraries.json is not valid JSON: line 1, column 1:")]
    [InlineData("{\"key\":\"a\"", "libraries.json is not valid JSON: line 1, column 11:")]
    [InlineData("[{\"key\":\"ü\"},]", "libraries.json is not valid JSON: line 1, column 14:")]
    [InlineData("[{\"key\":\"a\\u0000\"}]", "libraries.json cannot be stored: [0].key: It contains a NUL character")]
    public void Other_content_is_refused(string json, string message) => Assert.StartsWith(message, Assert.Throws<BoostFileException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Ada Lovelace", "Ada Lovelace", null)]
    [InlineData(" Ada <ADA@users.example> ", "Ada", "ada@users.example")]
    [InlineData("Ada <ada -at- users.example>", "Ada", "ada@users.example")]
    [InlineData("Ada <ada at users.example>", "Ada", "ada@users.example")]
    [InlineData("Ada <ada (at) users.example>", "Ada", "ada@users.example")]
    [InlineData("Ada <nobody>", "Ada", null)]
    [InlineData("Ada <", "Ada <", null)]
    public void A_person_has_a_name_and_perhaps_an_address(string text, string name, string? email) => Assert.Equal(new(name, email), PersonText.Read(text));

    [Fact]
    public void Real_files_are_read_as_counted()
    {
        var folder = SharedFolder.Find("boost/libraries");
        if (folder is null) Assert.Skip(SharedFolder.Absent);
        var files = Directory.GetFiles(folder, "*.libraries.json");
        Assert.Equal(4, files.Length);
        foreach (var file in files)
        {
            var read = LibrariesJson.Read(File.ReadAllBytes(file));
            using var facts = JsonDocument.Parse(File.ReadAllBytes(file + ".expected.json"));
            var expected = facts.RootElement;
            Assert.Empty(read.LeftOut.ToList((reason, _, _) => reason));
            Assert.Equal(expected.GetProperty("keys").EnumerateArray().Select(k => k.GetString()), read.Libraries.Select(l => l.Key));
            Assert.Equal(expected.GetProperty("categories").EnumerateArray().Select(k => k.GetString()), read.Libraries.SelectMany(l => l.Categories).Distinct().Order());
            foreach (var library in read.Libraries)
            {
                Assert.Equal(expected.GetProperty("authors").GetProperty(library.Key).EnumerateArray().Select(a => a.GetString()), library.Authors.Select(a => a.Name));
                Assert.Equal(expected.GetProperty("maintainers").GetProperty(library.Key).GetInt32(), library.Maintainers.Count(m => m.Email is not null));
                Assert.Equal(expected.GetProperty("cxxstd").GetProperty(library.Key).GetString(), library.CppVersion);
            }
        }
    }

    private static LibraryEntry Entry(string json) => Assert.Single(Read(json).Libraries);

    private static ReadLibraries Read(string json) => LibrariesJson.Read(Encoding.UTF8.GetBytes(json));
}
