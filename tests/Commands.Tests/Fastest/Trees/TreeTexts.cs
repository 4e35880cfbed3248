using System.Text;
using CsCheck;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Tests.Fastest.Trees;

/// <summary>Short forms of trees and manifests.</summary>
internal static class TreeTexts
{
    /// <summary>A tree of files, written <c>a.txt=h1 b.txt=h2</c>: the hash is that of the text.</summary>
    public static FileTree Tree(string files) => FileTree.Of(files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => file.Split('=')).Select(f => TreeEntry.File(f[0], Hash(f[1]))));

    public static ContentHash Hash(string content) => ContentHash.Of(Encoding.UTF8.GetBytes(content));

    /// <summary>Texts that are made of these parts.</summary>
    public static Gen<string> Paths(params string[] parts) => Gen.OneOf(parts).Array[0, 6].Select(string.Concat);

    public static async Task<FileTree> ReadAsync(string manifest, int chunk = int.MaxValue)
    {
        using var stream = new SlowStream(Encoding.UTF8.GetBytes(manifest), chunk);
        return await ManifestReader.ReadAsync(stream);
    }

    public static async Task<string> WriteAsync(FileTree tree)
    {
        using var stream = new MemoryStream();
        await ManifestWriter.WriteAsync(tree, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Gives at most some bytes at a time, so that tokens are divided anywhere.</summary>
    private sealed class SlowStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
