using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using EventSourced.Commands.Fastest.Trees;
using static EventSourced.Commands.Tests.Fastest.Trees.TreeTexts;

namespace EventSourced.Commands.Tests.Fastest.Trees;

/// <summary>Manifests (specification, 1.2).</summary>
public sealed partial class ManifestTests
{
    private const string Digits = "B5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";

    [Fact]
    public async Task A_manifest_is_written_as_the_command_line_of_the_reference_writes_it()
    {
        var tree = FileTree.Of(
        [
            TreeEntry.Symlink("link", "src/<a>&b.go"),
            TreeEntry.File("src/main.go", ContentHash.TryParse(Digits, out var hash) ? hash : default, 512, 420),
            TreeEntry.Directory("src", 493),
            TreeEntry.File("empty \u2028 \"q\" é", hash),
        ]);

        Assert.Equal(
            """
            {
              "version": "1",
              "files": [
                {
                  "type": "file",
                  "path": "empty \u2028 \"q\" é",
                  "hash": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"
                },
                {
                  "type": "symlink",
                  "path": "link",
                  "target": "src/\u003ca\u003e\u0026b.go"
                },
                {
                  "type": "dir",
                  "path": "src",
                  "mode": 493
                },
                {
                  "type": "file",
                  "path": "src/main.go",
                  "hash": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
                  "size": 512,
                  "mode": 420
                }
              ]
            }
            """.ReplaceLineEndings("\n"), await WriteAsync(tree));
        Assert.Equal("{\n  \"version\": \"1\",\n  \"files\": []\n}", await WriteAsync(FileTree.Empty));
    }

    [Fact]
    public async Task What_is_written_is_read_again_however_its_bytes_are_divided()
    {
        var path = Paths("a", "b", "/", "é", "😀", "\uFFFD", " ", "\"", "<", "\u2028").Where(p => p.Length > 0 && p.Split('/').All(part => part.Length > 0));
        var entry = Gen.Select(path, Gen.Long[0, long.MaxValue], Gen.Int[0, 0x1FF], Gen.Int[0, 2], (p, size, mode, type) => type switch
        {
            0 => TreeEntry.Directory(p, mode),
            1 => TreeEntry.Symlink(p, "../" + p),
            _ => TreeEntry.File(p, Hash(p), size, mode),
        });
        await Gen.Select(entry.Array[0, 12], Gen.Int[1, 40]).SampleAsync(async (entries, chunk) =>
        {
            var tree = FileTree.Of(entries.DistinctBy(e => e.Path));
            Assert.Equal(tree.Entries, (await ReadAsync(await WriteAsync(tree), chunk)).Entries);
        }, iter: 300);
    }

    [Fact]
    public async Task A_manifest_in_the_usual_layout_with_any_mistake_is_read_as_the_JSON_reader_reads_it()
    {
        var entry = Gen.Select(Paths("a", "b", "/", ".", "é").Where(p => p.Length > 0), Gen.Long[0, 20], Gen.Int[0, 20], Gen.Bool, (p, size, mode, isFile) => isFile
            ? TreeEntry.File(p, Hash(p), size, mode)
            : TreeEntry.Symlink(p, "a"));
        var mistake = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2000], Gen.Char["\"\\/.,:{}[]01-+eé \n\u0001\u007fx"], Gen.OneOf("0", "01", "-1", "+1", "1.5", "1e3", "4294967296", "99999999999999999999", " 1", "1 ", ""));
        await Gen.Select(entry.Array[2, 8], mistake.Array[0, 2]).SampleAsync(async (entries, mistakes) =>
        {
            var manifest = await WriteAsync(FileTree.Of(entries.DistinctBy(e => e.Path)));
            foreach (var (kind, at, c, number) in mistakes)
            {
                var place = at % manifest.Length;
                manifest = kind switch
                {
                    0 => manifest.Remove(place, 1),
                    1 => manifest.Insert(place, $"{c}"),
                    2 => manifest.Remove(place, 1).Insert(place, $"{c}"),
                    _ => Numbers().Replace(manifest, number, 1, place),
                };
            }
            // Byte by byte, no entry is complete in the buffer: the JSON reader reads all of them.
            Assert.Equal(await OutcomeAsync(manifest, chunk: 1), await OutcomeAsync(manifest, chunk: int.MaxValue));
        }, iter: 10_000);
    }

    [GeneratedRegex("(?<=: )[0-9]+")]
    private static partial Regex Numbers();

    private static async Task<string> OutcomeAsync(string manifest, int chunk)
    {
        try
        {
            return string.Join('\n', (await ReadAsync(manifest, chunk)).Entries);
        }
        catch (ManifestException e)
        {
            return e.Message;
        }
    }

    [Fact]
    public async Task A_twice_named_path_is_found_with_its_byte_in_a_list_in_another_order()
    {
        var list = string.Join(",", Enumerable.Range(0, 2500).Reverse().Append(1200).Select(i => $$"""{"type":"dir","path":"d{{i:d5}}"}"""));
        var e = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync($$"""{"version":"1","files":[{{list}}]}"""));
        Assert.Equal((2500L, 24L + 2500 * 31, "the path \"d01200\" is already that of entry 1299. Name each path once."), (e.Entry, e.Position, e.Reason));
    }

    [Fact]
    public async Task Entries_without_type_in_any_order_and_with_unknown_members_are_read()
    {
        var tree = await ReadAsync($$$"""
            {"made_by":{"x":[1,{"files":[]}]},"files":[{"path":"b","hash":"{{{Digits}}}","size":3,"mod_time":"2026-01-01T00:00:00Z","x":{"path":"no"}},{"type":"dir","path":"a","hash":null,"y":[[1],[2]]}],"version":"1"}
            """, 5);

        Assert.Equal([TreeEntry.Directory("a"), TreeEntry.File("b", ContentHash.TryParse(Digits, out var hash) ? hash : default, 3)], tree.Entries);
        Assert.Equal([hash], tree.Blobs);
    }

    [Fact]
    public async Task A_manifest_that_is_read_beside_a_tree_is_the_same_and_shares_its_paths()
    {
        var paths = Paths("a", "b", "/", "é", "😀").Where(p => p.Length > 0 && p.Split('/').All(part => part.Length > 0)).Array[0, 30].Select(p => FileTree.Of(p.Distinct().Select(path => TreeEntry.File(path, Hash(path), 1))));
        await Gen.Select(paths, paths).SampleAsync(async (like, tree) =>
        {
            using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(await WriteAsync(tree)));
            var read = await ManifestReader.ReadAsync(bytes, like, null, CancellationToken.None);
            Assert.Equal(tree.Entries, read.Entries);
            Assert.All(read.Entries, e => Assert.True(like.Find(e.Path) is not { } same || ReferenceEquals(same.Path, e.Path)));
        }, iter: 300);
    }

    [Fact]
    public void A_list_in_parts_is_a_list()
    {
        foreach (var count in (int[])[0, 1, 15, 16, 17, 64, 65, 1023, 1024, 1025, 5000])
        {
            TreeEntry[] entries = [.. Enumerable.Range(0, count).Select(i => TreeEntry.Directory($"{i}"))];
            var parts = new EntryParts(entries);
            Assert.Equal(count, parts.Count);
            Assert.Equal(entries, parts);
            Assert.Equal(entries, Enumerable.Range(0, count).Select(i => parts[i]));
        }
    }

    [Fact]
    public void Paths_are_in_the_order_of_their_bytes()
    {
        var path = Paths("a", "b", "/", "\uFFFD", "\uE000", "😀", "\U0010FFFF");
        Gen.Select(path, path).Sample((x, y) =>
        {
            Assert.Equal(Math.Sign(Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))), Math.Sign(PathOrder.Instance.Compare(x, y)));
        });
    }

    [Theory]
    [InlineData("""[]""", null, "Send one")]
    [InlineData("""{"files":[]}""", null, "\"version\" is missing")]
    [InlineData("""{"version":"1"}""", null, "\"files\" is missing")]
    [InlineData("""{"version":"2","files":[]}""", null, "the version \"2\" is unknown")]
    [InlineData("""{"version":1,"files":[]}""", null, "\"version\" is not a text")]
    [InlineData("""{"version":"1","files":{}}""", null, "\"files\" is not a list")]
    [InlineData("""{"version":"1","files":[],"files":[]}""", null, "\"files\" occurs twice")]
    [InlineData("""{"version":"1","files":[1]}""", 0, "not an object")]
    [InlineData("""{"version":"1","files":[{"path":"a","type":"dir"},{"type":"dir"}]}""", 1, "no \"path\"")]
    [InlineData("""{"version":"1","files":[{"path":"a"}]}""", 0, "no \"hash\"")]
    [InlineData("""{"version":"1","files":[{"path":"a","hash":"abc"}]}""", 0, "64 hex digits")]
    [InlineData("""{"version":"1","files":[{"path":"a","type":"symlink"}]}""", 0, "no \"target\"")]
    [InlineData("""{"version":"1","files":[{"path":"a","type":"pipe"}]}""", 0, "\"pipe\" is unknown")]
    [InlineData("""{"version":"1","files":[{"path":7}]}""", 0, "\"path\" is not a text")]
    [InlineData("""{"version":"1","files":[{"path":"a","path":"b"}]}""", 0, "\"path\" occurs twice")]
    [InlineData("""{"version":"1","files":[{"path":"a","size":-1}]}""", 0, "\"size\" is not a whole number")]
    [InlineData("""{"version":"1","files":[{"path":"a","mode":"0644"}]}""", 0, "\"mode\" is not a whole number")]
    [InlineData("""{"version":"1","files":[{"path":""}]}""", 0, "empty")]
    [InlineData("""{"version":"1","files":[{"path":"/etc/passwd"}]}""", 0, "absolute")]
    [InlineData("""{"version":"1","files":[{"path":"C:/x"}]}""", 0, "absolute")]
    [InlineData("""{"version":"1","files":[{"path":"a/../../b"}]}""", 0, "\"..\"")]
    [InlineData("""{"version":"1","files":[{"path":"a\\b"}]}""", 0, "backslash")]
    [InlineData("""{"version":"1","files":[{"path":"a//b"}]}""", 0, "empty part")]
    [InlineData("""{"version":"1","files":[{"path":"a/"}]}""", 0, "empty part")]
    [InlineData("""{"version":"1","files":[{"path":"."}]}""", 0, "the part \".\"")]
    [InlineData("""{"version":"1","files":[{"path":".."}]}""", 0, "the part \"..\"")]
    [InlineData("""{"version":"1","files":[{"\u0070ath":"a/.."}]}""", 0, "the part \"..\"")]
    [InlineData("""{"version":"1","files":[{"path":"a\u0000"}]}""", 0, "control character")]
    [InlineData("""{"version":"1","files":[{"path":"\ud83d"}]}""", 0, "surrogate")]
    [InlineData("""{"version":"1","files":[{"path":"a","type":"dir"},{"path":"a","type":"dir"}]}""", 1, "already that of entry 0")]
    [InlineData("""{"version":"1","files":[{"path":"b","type":"dir"},{"path":"a","type":"dir"},{"path":"b","type":"dir"}]}""", 2, "already that of entry 0")]
    [InlineData("""{"version":"1","files":[{"path":"a","type":"dir"},""", 1, "not valid JSON")]
    [InlineData("""{"version":"1","files":[]} x""", null, "not valid JSON")]
    [InlineData("", null, "not valid JSON")]
    public async Task A_fault_names_the_entry_the_byte_and_the_next_step(string manifest, int? entry, string message)
    {
        foreach (var chunk in (int[])[1, 7, int.MaxValue])
        {
            var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(manifest, chunk));
            Assert.Equal(entry, error.Entry);
            Assert.InRange(error.Position!.Value, 0, manifest.Length);
            Assert.Contains(message, error.Message);
            Assert.EndsWith(".", error.Reason);
        }
    }

    [Fact]
    public async Task Two_manifests_are_read_at_once()
    {
        var (left, right) = (Tree("a=1"), Tree("b=2 c=3"));
        using var one = new MemoryStream(Encoding.UTF8.GetBytes(await WriteAsync(left)));
        using var two = new MemoryStream(Encoding.UTF8.GetBytes(await WriteAsync(right)));
        var read = await ManifestReader.ReadBothAsync(one, two);
        Assert.Equal(left.Entries, read.Left.Entries);
        Assert.Equal(right.Entries, read.Right.Entries);
        await Assert.ThrowsAsync<ManifestException>(() => ManifestReader.ReadBothAsync(new MemoryStream(), one));
    }

    [Fact]
    public async Task A_name_with_dots_is_no_way_out() => Assert.Single((await ReadAsync("""{"version":"1","files":[{"type":"dir","path":"[...slug]/a..b"}]}""")).Entries);

    [Fact]
    public async Task A_value_without_end_is_refused_before_it_fills_the_memory()
    {
        var error = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync("{\"version\":\"1\",\"files\":[{\"path\":\"" + new string('a', 3 * ManifestReader.MaxValueBytes)));
        Assert.Contains("longer than", error.Message);
    }
}
