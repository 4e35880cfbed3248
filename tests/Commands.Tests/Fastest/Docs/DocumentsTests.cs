using EventSourced.Commands.Fastest.Docs;

namespace EventSourced.Commands.Tests.Fastest.Docs;

/// <summary>The view of documents (specification, 3.8).</summary>
public sealed class DocumentsTests
{
    [Theory]
    [InlineData("docs/a.MD", true)]
    [InlineData("a.txt", true)]
    [InlineData("LICENSE", true)]
    [InlineData("x/Readme.rst", true)]
    [InlineData("todo.go", true)]
    [InlineData("main.go", false)]
    [InlineData("readme/main.go", false)]
    public void Documents_are_known_by_their_names(string path, bool isDocument) => Assert.Equal(isDocument, Documents.IsDocument(path));

    [Fact]
    public void Main_comes_first() => Assert.Equal(["main", "Main", "a", "z"], Documents.InOrder(["z", "a", "main", "Main"], name => name));
}
