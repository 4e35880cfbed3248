using System.IO.Compression;
using System.Text;
using EventSourced.Commands.Fastest.Imports;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.EventStore;

namespace EventSourced.Commands.Tests.Fastest.Imports;

/// <summary>Files with trees: what becomes a manifest, what is left out with its line, what is refused with its place.</summary>
public sealed class TreeFileTests : IDisposable
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private readonly string _folder = Directory.CreateTempSubdirectory("es-trees-").FullName;
    private readonly FileObjectStore _objects;

    public TreeFileTests() => _objects = new(_folder, TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recorded_tree_becomes_files_links_and_directories_and_names_what_it_leaves_out()
    {
        var read = await ReadAsync($$"""
            {"path":"src/run.sh","mode":"100755","type":"blob","blob":"8d9c","size":7,"sha256":"{{Hash}}"}
            {"path":"latest","mode":"120000","type":"blob","size":5,"target":"src/run.sh"}

            {"path":"vendor/lib","mode":"160000","type":"commit","blob":"11"}
            {"path":"dangling","mode":"120000","size":3,"sha256":"{{Hash}}"}
            {"path":"src","mode":"040000","type":"tree"}
            {"path":"unknown.bin","mode":"100644","type":"blob","size":9,"sha256":null}
            {"path":"vendor/other","mode":"160000"}
            """);

        Assert.False(read.IsManifest);
        Assert.Equal(
            [TreeEntry.Symlink("latest", "src/run.sh"), TreeEntry.Directory("src"), TreeEntry.File("src/run.sh", HashOf(Hash), 7, 0x1ED)], read.Tree.Entries);
        Assert.Equal(
            ["file_without_sha256 1 6", "submodule 2 3,7", "symlink_without_target 1 4"], read.LeftOut.Select(l => $"{l.Reason} {l.Count} {string.Join(',', l.Lines)}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_manifest_is_known_by_its_content_also_when_compressed(bool isCompressed)
    {
        var read = await ReadAsync($$"""{"note":{"files":1},"version":"1","files":[{"path":"a.txt","hash":"{{Hash}}"}]}""", isCompressed);
        Assert.True(read.IsManifest);
        Assert.Equal("a.txt", Assert.Single(read.Tree.Entries).Path);
    }

    [Fact]
    public async Task A_compressed_file_of_several_members_is_read_to_its_end()
    {
        var (first, second) = (Compress($$"""{"path":"a","mode":"100644","sha256":"{{Hash}}"}""" + "\n"), Compress($$"""{"path":"b","mode":"100644","sha256":"{{Hash}}"}"""));
        var read = await ReadAsync([.. first, .. second]);
        Assert.Equal(["a", "b"], read.Tree.Entries.Select(e => e.Path));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\n\n", "the file is empty")]
    [InlineData("null", "Entry 1: the entry is null")]
    [InlineData("not json", "Entry 1: this is not a JSON object")]
    [InlineData("""{"path":"a","mode":"100644","sha256":"HASH"}|{"path":"b","mode":"1006""", "Entry 2: this is not a JSON object")]
    [InlineData("""{"mode":"100644","sha256":"HASH"}""", "Entry 1: \"path\" is missing")]
    [InlineData("""{"path":"a","mode":"100644","sha256":"HASH"}|{"path":"../b","sha256":"HASH"}""", "Entry 2: the path \"../b\" has the part \"..\"")]
    [InlineData("""{"path":"/a","sha256":"HASH"}""", "Entry 1: the path \"/a\" is absolute")]
    [InlineData("""{"path":"a","mode":"rw-r--r--","sha256":"HASH"}""", "Entry 1: the mode \"rw-r--r--\" is not an octal number")]
    [InlineData("""{"path":"a","mode":"100644","type":"socket","sha256":"HASH"}""", "Entry 1: the type \"socket\" is unknown")]
    [InlineData("""{"path":"a","mode":"100644","sha256":"8d9c"}""", "Entry 1: \"sha256\" of \"a\" is not 64 lower-case hexadecimal characters")]
    [InlineData("""{"path":"a","mode":"100644","size":-1,"sha256":"HASH"}""", "Entry 1: \"size\" of \"a\" is negative")]
    [InlineData("""{"path":"a","mode":"100644","sha256":"HASH"}|{"path":"a","mode":"100644","sha256":"HASH"}""", "the path \"a\" is already that of entry")]
    [InlineData("""{"version":"2","files":[]}""", "the version \"2\" is unknown")]
    public async Task What_is_no_tree_is_refused_with_its_place(string text, string expected)
    {
        var refused = await Assert.ThrowsAsync<TreeFileException>(() => ReadAsync(text.Replace("HASH", Hash, StringComparison.Ordinal).Replace('|', '\n')));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(TreeFileException.NotATree, refused.Code);
    }

    [Fact]
    public async Task A_damaged_compressed_file_is_refused()
    {
        var compressed = Compress(string.Join('\n', Enumerable.Range(0, 500).Select(n => $$"""{"path":"{{Guid.NewGuid()}}","mode":"100644","sha256":"{{Hash}}"}""")));
        foreach (var damaged in (byte[][])[compressed[..(compressed.Length / 2)], [.. compressed[..200], .. new byte[300], .. compressed[500..]]])
            Assert.Contains("Send it again", (await Assert.ThrowsAsync<TreeFileException>(() => ReadAsync(damaged))).Message, StringComparison.Ordinal);
    }

    private static ContentHash HashOf(string hex) => ContentHash.TryParse(Encoding.UTF8.GetBytes(hex), out var hash) ? hash : throw new ArgumentException(hex);

    private static byte[] Compress(string text)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }

    private Task<ReadTree> ReadAsync(string text, bool isCompressed = false) => ReadAsync(isCompressed ? Compress(text) : Encoding.UTF8.GetBytes(text));

    private async Task<ReadTree> ReadAsync(byte[] bytes)
    {
        var stored = await _objects.PutAsync(ManifestUploads.Folder(Guid.NewGuid()), "gz", new MemoryStream(bytes), TreeFile.MaxBytes);
        return await new TreeFile(stop => _objects.OpenReadAsync(stored.Key, stop)).ReadAsync(TestContext.Current.CancellationToken);
    }
}
