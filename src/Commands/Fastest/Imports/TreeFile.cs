using System.IO.Compression;
using System.Text.Json;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Files;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Imports;

/// <summary>A tree from a file.</summary>
/// <param name="Tree">Its entries.</param>
/// <param name="IsManifest">Whether the file is a manifest, whose bytes are kept as they are.</param>
/// <param name="LeftOut">Lines that are in no manifest, by reason.</param>
public sealed record ReadTree(FileTree Tree, bool IsManifest, IReadOnlyList<LeftOutLines> LeftOut);

/// <summary>
/// An uploaded file with a tree: a manifest (specification, 1.2), or a recorded tree with one JSON object per line (<see cref="RecordedEntry"/>); each plain or compressed by
/// gzip. The content decides, not the name.
/// </summary>
/// <param name="open">Opens the file as a seekable stream. It is read up to three times: the form, the tree, and the bytes of a manifest.</param>
public sealed class TreeFile(Func<CancellationToken, Task<Stream>> open)
{
    /// <summary>Most bytes of an upload.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    private const long MaxExpandedBytes = 1024L * 1024 * 1024;

    /// <summary>Opens the file, decompressed.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var content = await open(cancellationToken);
        try
        {
            var magic = new byte[2];
            var isCompressed = await content.ReadAtLeastAsync(magic, 2, throwOnEndOfStream: false, cancellationToken) == 2 && magic is [0x1f, 0x8b];
            content.Position = 0;
            return isCompressed ? new ExpandedStream(new GZipStream(content, CompressionMode.Decompress), MaxExpandedBytes, TooLarge, Damaged) : content;
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the tree.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TreeFileException">The file is not a tree.</exception>
    public async Task<ReadTree> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isManifest = await IsManifestAsync(cancellationToken);
            await using var content = await OpenAsync(cancellationToken);
            return isManifest ? new(await ManifestReader.ReadAsync(content, TreeLimits.MaxEntries, cancellationToken), true, []) : await ReadLinesAsync(content, cancellationToken);
        }
        catch (ManifestException e)
        {
            throw new TreeFileException(TreeFileException.NotATree, e.Message, e);
        }
    }

    // A manifest has the list of its entries in the member "files"; a line of a recorded tree never has such a member.
    private async Task<bool> IsManifestAsync(CancellationToken cancellationToken)
    {
        await using var content = await OpenAsync(cancellationToken);
        var start = new byte[64 * 1024];
        var length = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return NamesFiles(start.AsSpan(0, length));
    }

    private static bool NamesFiles(ReadOnlySpan<byte> start)
    {
        var reader = new Utf8JsonReader(start, isFinalBlock: false, default);
        try
        {
            while (reader.Read() && !(reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 }))
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("files"u8)) return true;
        }
        catch (JsonException)
        {
            // The full read reports it with its place.
        }
        return false;
    }

    private static async Task<ReadTree> ReadLinesAsync(Stream content, CancellationToken cancellationToken)
    {
        var (entries, leftOut, line) = (new EntryList(TreeLimits.MaxEntries), new LeftOutNotes(), 0L);
        try
        {
            await foreach (var recorded in JsonSerializer.DeserializeAsyncEnumerable(content, RecordedTreeJson.Default.RecordedEntry, topLevelValues: true, cancellationToken))
            {
                line++;
                if (recorded is null) throw Fault(line, "the entry is null. Write an object with \"path\".");
                var (entry, fault, reason) = recorded.ToEntry();
                if (fault is not null) throw Fault(line, fault + ".");
                if (entry is { } there) entries.Add(there, line);
                else if (reason is not null) leftOut.Add(reason, line);
            }
        }
        catch (JsonException e)
        {
            throw Fault(line + 1, "this is not a JSON object with \"path\", \"mode\", \"size\" and \"sha256\". Send a manifest, or one such object per line.", e);
        }
        if (line == 0) throw new TreeFileException(TreeFileException.NotATree, "the file is empty. Send a manifest, or one JSON object per file of the tree.");
        return new(entries.ToTree(), false, leftOut.ToList((reason, count, lines) => new LeftOutLines(reason, count, lines)));
    }

    private static TreeFileException TooLarge() => new("file_too_large", $"the file has more than {MaxExpandedBytes:N0} bytes when it is decompressed. Import a part of the tree.");

    private static TreeFileException Damaged(InvalidDataException e) => new(TreeFileException.NotATree, "the file is compressed by gzip, and damaged or cut off. Send it again.", e);

    private static TreeFileException Fault(long entry, string message, Exception? inner = null) => new(TreeFileException.NotATree, $"Entry {entry}: {message}", inner);
}
