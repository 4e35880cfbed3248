using System.IO.Compression;
using EventSourced.Commands.Files;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>Opens a file with commits. Its content decides about the format, not its name.</summary>
internal static class GitHistoryFile
{
    /// <summary>Most bytes of an upload.</summary>
    public const long MaxBytes = 4L * 1024 * 1024 * 1024;

    private const long MaxExpandedBytes = 64L * 1024 * 1024 * 1024;
    private const int Start = 4_096;

    /// <summary>The format of a file.</summary>
    /// <param name="file">The file, which can be rewound.</param>
    /// <param name="notes">Takes what reading leaves out.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="GitHistoryException">It is none.</exception>
    public static async Task<ICommitFormat> OpenAsync(Stream file, ReadingNotes notes, CancellationToken cancellationToken)
    {
        var start = await StartAsync(file, isCompressed: false, cancellationToken);
        var isCompressed = start is [0x1f, 0x8b, ..];
        if (isCompressed) start = await StartAsync(file, isCompressed: true, cancellationToken);
        file.Position = 0;
        var content = isCompressed ? new ExpandedStream(new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), MaxExpandedBytes, TooLarge, Damaged) : file;
        if (CloneLogFormat.Begins(start)) return new CloneLogFormat(content, notes);
        if (GitLogText.Begins(start)) return new GitLogText(content, notes);
        var first = start.AsSpan().TrimStart(" \t\r\n"u8);
        if (first.Length == 0) throw new GitHistoryException(GitHistoryException.NotAHistory, "the file is empty. A history begins with its first commit.");
        return first[0] is (byte)'{' or (byte)'['
            ? new CommitJson(content, first[0] == '[', notes)
            : throw new GitHistoryException(GitHistoryException.NotAHistory, "the file is neither a git log (it begins with \"commit\"), nor JSON. Send what \"git log --raw --numstat --parents\" writes, or answers of GitHub's API.", 1);
    }

    private static GitHistoryException TooLarge() => new(GitHistoryException.TooLarge, $"the file has more than {MaxExpandedBytes:N0} bytes when it is decompressed. Import it in parts.");

    private static async Task<byte[]> StartAsync(Stream file, bool isCompressed, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var start = new byte[Start];
        try
        {
            await using var content = isCompressed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
            return start[..await (content ?? file).ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken)];
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    /// <summary>A file that gzip cannot read to its end.</summary>
    public static GitHistoryException Damaged(Exception e) => new(GitHistoryException.CutOff, "the file is compressed by gzip, and damaged or cut off. Send it again.", null, e);
}
