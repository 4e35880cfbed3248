using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Opens an uploaded export: a transcript, or an archive that contains exactly one.</summary>
public static class ExportArchive
{
    /// <summary>File extensions of exports, with the type that each is stored as. A <c>.chat</c> file is a transcript like <c>.txt</c>.</summary>
    public static IReadOnlyDictionary<string, string> FileTypes { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [".txt"] = "txt", [".chat"] = "txt", [".zip"] = "zip" };

    private const int HeadLength = 4096;
    private const int MaxTexts = 16;
    private const int CopyBytes = 128 * 1024;

    /// <summary>Finds the transcript of an upload. From an archive it is copied to a temporary file. The format is detected from the bytes, not from the name.</summary>
    /// <param name="upload">The uploaded bytes; seekable. Stays open when the result is disposed.</param>
    /// <param name="fileType">The claimed type: <c>txt</c>, <c>chat</c> or <c>zip</c>.</param>
    /// <param name="tempFolder">Folder of the temporary file.</param>
    /// <param name="limits">Limits for unpacking.</param>
    /// <param name="ct">Cancels between two chunks.</param>
    /// <exception cref="TranscriptException">There is not exactly one transcript, or the archive is damaged or exceeds the limits.</exception>
    public static OpenedExport Open(Stream upload, string fileType, string tempFolder, ArchiveLimits limits, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(fileType);
        ArgumentNullException.ThrowIfNull(limits);
        if (upload.Length == 0) throw new TranscriptException(TranscriptException.EmptyFile, "The uploaded file is empty. Upload it again.");

        var head = Head(upload);
        if (IsZip(head)) return OpenZip(upload, tempFolder, limits, ct);
        if (OtherArchive(head) is { } kind)
            throw Unreadable($"The upload is a {kind} archive. Upload the .zip or .txt file that WhatsApp exported");
        if (fileType.Trim('.').Equals("zip", StringComparison.OrdinalIgnoreCase) && !TextCheck.IsText(head))
            throw Unreadable("The upload is named .zip but is not a complete ZIP archive. Upload it again");
        return new OpenedExport(upload, null, isTemporary: false);
    }

    private static byte[] Head(Stream upload)
    {
        upload.Position = 0;
        var head = new byte[(int)Math.Min(HeadLength, upload.Length)];
        upload.ReadExactly(head);
        upload.Position = 0;
        return head;
    }

    private static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8);

    private static string? OtherArchive(ReadOnlySpan<byte> head) =>
        head.StartsWith("Rar!"u8) ? "RAR" : head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF]) ? "7z" : head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "gzip" : null;

    private static OpenedExport OpenZip(Stream upload, string tempFolder, ArchiveLimits limits, CancellationToken ct)
    {
        try
        {
            using var archive = new ZipArchive(upload, ZipArchiveMode.Read, leaveOpen: true, RawNameEncoding.Instance);
            if (archive.Entries.Count > limits.MaxEntries)
                throw TooLarge($"The archive has {archive.Entries.Count} entries; the limit is {limits.MaxEntries}");
            var entries = NamedEntry.Of(archive).ToList();
            var transcript = Choose(Unshared(entries, limits, ct));
            var others = entries.Where(e => e != transcript).ToList();
            return new OpenedExport(Spool(transcript.Entry, tempFolder, limits, ct), transcript.BaseName, isTemporary: true) { Warnings = LeftOutWarning(others) };
        }
        catch (InvalidDataException damaged)
        {
            throw Unreadable("The ZIP archive is damaged or incomplete. Export the chat and upload it again", damaged);
        }
        catch (EndOfStreamException truncated)
        {
            throw Unreadable("The ZIP archive is truncated. Export the chat and upload it again", truncated);
        }
    }

    /// <summary>The warning about files that were ignored, except media, which have messages: other texts may be chats.</summary>
    private static IReadOnlyList<ImportWarning> LeftOutWarning(List<NamedEntry> others)
    {
        var (texts, archives, escaping) = (others.Count(e => !e.Unsafe && e.IsText), others.Count(e => !e.Unsafe && e.IsArchive), others.Count(e => e.Unsafe));
        var count = texts + archives + escaping;
        if (count == 0) return [];
        return [new("archive_left_out", string.Create(CultureInfo.InvariantCulture,
            $"Only the transcript of the archive was read. Left out: {texts} other texts, {archives} archives, {escaping} files whose paths point outside the archive, and {others.Count - count} media files, which are counted by their messages. If another text is a chat of this community, import it separately."),
            count, [], null)];
    }

    /// <summary>
    /// Removes shared transcripts: a member may have shared the export of another chat, which then lies next to the transcript under a similar name. The transcript contains
    /// the names of shared files in every language, so a text that another text names is not a candidate.
    /// </summary>
    private static List<NamedEntry> Unshared(List<NamedEntry> entries, ArchiveLimits limits, CancellationToken ct)
    {
        var texts = entries.Where(e => e.IsText && !e.Unsafe && !e.Entry.IsEncrypted).ToList();
        if (texts.Count is < 2 or > MaxTexts) return entries;
        // macOS decomposes letters and accents in names of files.
        var names = texts.SelectMany(t => t.Spellings.Select(s => (Text: t, Name: Normalization.Safe(s, NormalizationForm.FormC)))).ToList();
        var shared = new HashSet<NamedEntry>();
        foreach (var text in texts)
        {
            if (text.Entry.Length > limits.RatioFreeBytes * MaxTexts) return entries;
            using var reader = new StreamReader(text.Entry.Open());
            var own = names.Where(n => n.Text == text).Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
            while (reader.ReadLine() is { } line)
            {
                ct.ThrowIfCancellationRequested();
                line = Normalization.Safe(line, NormalizationForm.FormC);
                foreach (var (other, name) in names)
                {
                    if (!own.Contains(name) && line.Contains(name, StringComparison.Ordinal)) shared.Add(other);
                }
            }
        }
        return shared.Count < texts.Count ? [.. entries.Where(e => !shared.Contains(e))] : entries;
    }

    // Entry names are not quoted in messages: they contain names of people, and messages are recorded in the log.
    private static NamedEntry Choose(List<NamedEntry> entries)
    {
        Func<NamedEntry, bool>[] preferences = [e => e.BaseName == "_chat.txt", e => e.IsWhatsAppChat, e => e.NamesWhatsApp, e => e.IsText];
        foreach (var preferred in preferences)
        {
            var candidates = entries.Where(e => !e.Unsafe && preferred(e)).ToList();
            if (candidates.Count == 1) return candidates[0];
            if (candidates.Count > 1)
                throw new TranscriptException(TranscriptException.SeveralTranscripts, $"The archive contains {candidates.Count} transcripts. Upload one chat at a time.");
        }
        if (entries.Any(e => e.Unsafe && e.IsText))
            throw new TranscriptException(TranscriptException.UnsafeArchive, "The path of the only transcript points outside the archive. Upload the archive that WhatsApp exported.");
        var hint = entries.Any(e => e.IsArchive)
            ? "It contains another archive, which is not opened: upload that one."
            : "It should contain _chat.txt or \"WhatsApp Chat with ….txt\": upload the archive that WhatsApp exported.";
        throw new TranscriptException(TranscriptException.NoTranscript, "The archive contains no transcript. " + hint);
    }

    private static FileStream Spool(ZipArchiveEntry entry, string tempFolder, ArchiveLimits limits, CancellationToken ct)
    {
        if (entry.IsEncrypted) throw Unreadable("The archive is protected by a password. Upload it without one");
        if (entry.Length > limits.MaxTranscriptBytes) throw TooLarge($"The transcript has {entry.Length} bytes; the limit is {limits.MaxTranscriptBytes}");
        var file = TemporaryFile.Create(tempFolder);
        try
        {
            using var packed = entry.Open();
            Copy(packed, file, entry, limits, ct);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void Copy(Stream packed, FileStream file, ZipArchiveEntry entry, ArchiveLimits limits, CancellationToken ct)
    {
        var buffer = new byte[CopyBytes];
        var crc = new Crc32();
        long copied = 0;
        int read;
        while ((read = packed.Read(buffer)) > 0)
        {
            ct.ThrowIfCancellationRequested();
            copied += read;
            if (copied > limits.MaxTranscriptBytes) throw TooLarge($"The transcript is larger than {limits.MaxTranscriptBytes} bytes");
            if (copied > limits.RatioFreeBytes && copied / limits.MaxRatio > entry.CompressedLength)
                throw TooLarge($"The transcript grows to more than {limits.MaxRatio} times its packed size, which no chat does");
            crc.Append(buffer.AsSpan(0, read));
            file.Write(buffer, 0, read);
        }
        if (copied != entry.Length || crc.GetCurrentHashAsUInt32() != entry.Crc32)
            throw Unreadable("The transcript in the archive is damaged: its checksum is wrong. Export the chat and upload it again");
    }

    private static TranscriptException Unreadable(string what, Exception? inner = null) => new(TranscriptException.UnreadableArchive, what + ".", null, inner);

    private static TranscriptException TooLarge(string what) => new(TranscriptException.ArchiveTooLarge, what + ". Export the chat again, or a shorter part of it.");
}
