using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Files;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>
/// A file with answers of GitHub's API: JSON, several values one after another, the same compressed by gzip, or an archive of such files. The files of an archive are read in the
/// order in which they can be recorded, whatever their names are.
/// </summary>
internal static class ApiFile
{
    /// <summary>Most bytes of an upload.</summary>
    public const long MaxBytes = 1L * 1024 * 1024 * 1024;

    private const long MaxExpandedBytes = 16L * 1024 * 1024 * 1024;
    private const int Start = 4_096;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file, which can be rewound.</param>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="notes">Takes what is left out.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ApiAnswersException">It is none, damaged, or of another repository.</exception>
    public static async IAsyncEnumerable<ApiEntry> ReadAsync(Stream file, string owner, string name, ReadingNotes notes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var elements = new ApiElements(owner, name, notes);
        var head = new byte[4];
        file.Position = 0;
        if (await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length || !head.AsSpan().StartsWith("PK"u8))
        {
            await foreach (var (element, number) in ElementsAsync(() => Rewound(file), notes, cancellationToken))
                foreach (var entry in elements.Read(element, number)) yield return entry;
        }
        else
        {
            using var archive = Open(file);
            foreach (var part in await ApiArchive.PartsAsync(archive, (entry, token) => ShapeAsync(() => OpenEntry(entry), notes, token), notes, cancellationToken))
            {
                notes.File = $"file {part.Number} ({part.Shape.Words()}): ";
                await foreach (var (element, number) in ElementsAsync(() => OpenEntry(part.Entry), notes, cancellationToken))
                    foreach (var entry in elements.Read(element, number)) yield return entry;
                notes.File = "";
            }
        }
        if (elements is { Recognised: 0, Count: > 0 })
            throw new ApiAnswersException(ApiAnswersException.NotAnswers, "nothing in the file is an answer of GitHub's API. Send what GET /repos/OWNER/NAME answers, and its lists of issues, pulls, comments and commits.");
        if (elements.Recognised > 0 && elements.OfOthers == elements.Recognised)
            throw new ApiAnswersException(ApiAnswersException.OtherRepository, $"nothing in the file is of {owner}/{name}: all of it is of other repositories, such as {elements.Other}. Name the repository of the answers.");
    }

    private static async IAsyncEnumerable<(JsonElement Element, long Number)> ElementsAsync(Func<Stream> open, ReadingNotes notes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (start, isCompressed) = await StartAsync(open, notes, cancellationToken);
        var first = start.AsSpan().TrimStart("\uFEFF \t\r\n"u8).ToArray();
        if (first.Length == 0) throw new ApiAnswersException(ApiAnswersException.NotAnswers, $"{notes.File}the file is empty. An answer without entries is [].");
        if (first[0] is not ((byte)'{' or (byte)'['))
            throw new ApiAnswersException(ApiAnswersException.NotAnswers, $"{notes.File}the file is no JSON: it begins with neither {{ nor [. Send the body of the answer, without its headers.", 1);
        await using var content = new ExpandedStream(Content(open(), isCompressed), MaxExpandedBytes, () => TooLarge(notes), e => Damaged(notes, e));
        var number = 0L;
        await foreach (var (element, _) in JsonElements.ReadAsync(content, isList: first[0] == '[', (_, where, e) => CutOff(notes, number, where, e), cancellationToken))
        {
            // A result of a search wraps its entries.
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("total_count", out _) && JsonMembers.List(element, "items") is { } items)
                foreach (var item in items.EnumerateArray()) yield return (item, ++number);
            else yield return (element, ++number);
        }
    }

    // The shape of its first element; files that cannot be read come last, and fail then.
    private static async Task<ApiShape> ShapeAsync(Func<Stream> open, ReadingNotes notes, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (element, _) in ElementsAsync(open, notes, cancellationToken)) return ApiShapes.Of(element);
        }
        catch (ApiAnswersException)
        {
            // Reading the file will say it.
        }
        return ApiShape.Unknown;
    }

    private static async Task<(byte[] Start, bool IsCompressed)> StartAsync(Func<Stream> open, ReadingNotes notes, CancellationToken cancellationToken)
    {
        var start = await ReadStartAsync(isCompressed: false);
        return start is [0x1f, 0x8b, ..] ? (await ReadStartAsync(isCompressed: true), true) : (start, false);

        async Task<byte[]> ReadStartAsync(bool isCompressed)
        {
            var bytes = new byte[Start];
            try
            {
                await using var content = Content(open(), isCompressed);
                return bytes[..await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)];
            }
            catch (InvalidDataException e)
            {
                throw Damaged(notes, e);
            }
        }
    }

    private static Stream Content(Stream stream, bool isCompressed) => isCompressed ? new GZipStream(stream, CompressionMode.Decompress) : stream;

    private static KeptOpen Rewound(Stream file)
    {
        file.Position = 0;
        return new KeptOpen(file);
    }

    private static ZipArchive Open(Stream file)
    {
        try
        {
            file.Position = 0;
            return new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException e)
        {
            throw new ApiAnswersException(ApiAnswersException.CutOff, "the archive is damaged or cut off. Send it again.", null, e);
        }
    }

    private static Stream OpenEntry(ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException e)
        {
            throw new ApiAnswersException(ApiAnswersException.CutOff, "a file of the archive is damaged, encrypted, or compressed in an unusual way. Make the archive again.", null, e);
        }
    }

    private static ApiAnswersException TooLarge(ReadingNotes notes) =>
        new(ApiAnswersException.TooLarge, $"{notes.File}the file has more than {MaxExpandedBytes:N0} bytes when it is decompressed. Import it in parts.");

    private static ApiAnswersException Damaged(ReadingNotes notes, Exception e) => new(ApiAnswersException.CutOff, $"{notes.File}the file is compressed, and damaged or cut off. Send it again.", null, e);

    private static ApiAnswersException CutOff(ReadingNotes notes, long count, string where, JsonException e) =>
        new(ApiAnswersException.CutOff, $"{notes.File}the JSON is damaged or cut off after {count} entries: {where} Fetch it again.", count + 1, e);
}
