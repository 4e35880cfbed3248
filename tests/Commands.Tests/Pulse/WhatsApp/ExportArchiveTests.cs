using System.IO.Compression;
using System.Text;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class ExportArchiveTests : IDisposable
{
    private const string Chat = "31/12/2023, 21:41 - Alice: Hello\n";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"es-archive-{Guid.NewGuid():N}");

    [Theory]
    [InlineData("_chat.txt", "_chat.txt", "notes.txt", "WhatsApp Chat with Bob.txt")]
    [InlineData("WhatsApp Chat with Bob.txt", "WhatsApp Chat with Bob.txt", "notes.txt")]
    [InlineData("Chat de WhatsApp con Bob.txt", "Chat de WhatsApp con Bob.txt", "notes.txt")]
    [InlineData("anything.TXT", "anything.TXT", "a.jpg")]
    [InlineData("_chat.txt", "Garden/_chat.txt", "__MACOSX/Garden/._chat.txt", "__MACOSX/x.txt", "Garden/.DS_Store", "Garden/a.jpg")]
    [InlineData("_chat.txt", "Garden\\_chat.txt", "Garden\\a.jpg")]
    [InlineData("_chat.txt", "_chat.txt", "../evil.txt", "/etc/passwd", "C:\\x.txt")]
    public void The_one_transcript_of_an_archive_is_found(string expected, params string[] names)
    {
        using var export = Open(Zip(names));
        Assert.Equal(expected, export.TranscriptName);
        Assert.Equal(1, TranscriptScanner.Scan(export.Transcript, CancellationToken.None).MessageCount);
    }

    [Fact]
    public void Files_whose_paths_point_outside_the_archive_are_left_out_with_a_warning()
    {
        using var export = Open(Zip("G/_chat.txt", "G/a.jpg", "../b.jpg", "/c.jpg", "G/../d.jpg", "D:/e.jpg", "__MACOSX/G/._a.jpg", "G/"));
        var warning = Assert.Single(export.Warnings);
        Assert.Equal(("archive_left_out", 4L), (warning.Code, warning.Count));
    }

    [Theory]
    [InlineData("no_transcript", "a.jpg")]
    [InlineData("no_transcript")]
    [InlineData("several_transcripts", "a.txt", "b.txt")]
    [InlineData("several_transcripts", "1/_chat.txt", "2/_chat.txt")]
    [InlineData("several_transcripts", "WhatsApp Chat with A.txt", "WhatsApp Chat with B.txt")]
    [InlineData("unsafe_archive", "../_chat.txt")]
    [InlineData("unsafe_archive", "/WhatsApp Chat with A.txt", "a.jpg")]
    public void An_archive_without_one_transcript_is_refused(string code, params string[] names) =>
        Assert.Equal(code, Refusal(Zip(names)).Code);

    [Fact]
    public void Several_candidates_are_counted_but_not_named()
    {
        var refusal = Refusal(Zip("a.txt", "b.txt", "c.jpg"));
        Assert.Contains("2 transcripts", refusal.Message);
        // File names contain names of people, and the message is recorded in the log.
        Assert.DoesNotContain("a.txt", refusal.Message);
    }

    [Fact]
    public void A_nested_archive_is_neither_opened_nor_named()
    {
        var refusal = Refusal(Zip(("inner.zip", Zip("_chat.txt"))));
        Assert.Equal("no_transcript", refusal.Code);
        Assert.Contains("another archive", refusal.Message);
        Assert.DoesNotContain("inner.zip", refusal.Message);
    }

    [Theory]
    [InlineData("txt")]
    [InlineData(".txt")]
    [InlineData("chat")]
    [InlineData("zip")]
    public void A_transcript_is_read_directly_regardless_of_its_file_type(string fileType)
    {
        using var upload = new MemoryStream(Encoding.UTF8.GetBytes(Chat));
        using var export = ExportArchive.Open(upload, fileType, _folder, ArchiveLimits.Default, CancellationToken.None);
        Assert.Same(upload, export.Transcript);
        Assert.Empty(export.Warnings);
        Assert.Null(export.TranscriptName);
    }

    [Fact]
    public void A_zip_named_txt_is_opened_as_a_zip()
    {
        using var export = Open(Zip("_chat.txt"), "txt");
        Assert.Equal("_chat.txt", export.TranscriptName);
    }

    [Fact]
    public void The_upload_stays_open_and_the_temporary_file_is_removed()
    {
        using var upload = new MemoryStream(Zip("_chat.txt"));
        // A file that a killed process left.
        Directory.CreateDirectory(_folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(_folder, "transcript-left.tmp"), Chat);
        var export = ExportArchive.Open(upload, "zip", _folder, ArchiveLimits.Default, CancellationToken.None);
        // The open file is unlinked, so a killed process leaves nothing. The old file was removed.
        Assert.Empty(Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        Assert.True(export.Transcript.Length > 0 && export.Transcript.ReadByte() >= 0);
        export.Dispose();
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.True(upload.CanRead);
    }

    [Fact]
    public void A_damaged_archive_is_unreadable_and_leaves_no_file_behind()
    {
        var whole = Zip(("_chat.txt", Encoding.UTF8.GetBytes(LongChat())));
        var flipped = whole.ToArray();
        flipped[whole.Length / 3] ^= 0x55;
        Assert.Equal("unreadable_archive", Refusal(whole[..(whole.Length / 2)]).Code);
        Assert.Equal("unreadable_archive", Refusal(whole[..40]).Code);
        Assert.Equal("unreadable_archive", Refusal(flipped).Code);
        Assert.False(Directory.Exists(_folder) && Directory.GetFiles(_folder).Length > 0);
    }

    [Fact]
    public void Every_damaged_or_truncated_archive_gives_an_error_code_or_the_whole_transcript()
    {
        var whole = Zip(("_chat.txt", Encoding.UTF8.GetBytes(Chat)), ("a.jpg", [1, 2, 3]));
        var cut = Enumerable.Range(5, whole.Length - 5).Select(i => whole[..i]);
        var flipped = Enumerable.Range(0, whole.Length).Select(i => whole.Select((b, at) => at == i ? (byte)(b ^ 0xFF) : b).ToArray());
        foreach (var damaged in cut.Concat(flipped))
        {
            try
            {
                using var export = Open(damaged);
                Assert.Equal(Chat, new StreamReader(export.Transcript).ReadToEnd());
            }
            catch (TranscriptException refusal)
            {
                Assert.NotEmpty(refusal.Code);
            }
        }
    }

    [Fact]
    public void An_uncompressed_transcript_with_a_wrong_checksum_is_unreadable()
    {
        var whole = Zip(CompressionLevel.NoCompression, ("_chat.txt", Encoding.UTF8.GetBytes(Chat)));
        whole[whole.AsSpan().IndexOf("Hello"u8)] ^= 1;
        Assert.Equal("unreadable_archive", Refusal(whole).Code);
    }

    [Fact]
    public void An_encrypted_transcript_is_unreadable_with_a_hint()
    {
        var whole = Zip("_chat.txt");
        whole[6] |= 1;
        whole[whole.AsSpan().IndexOf("PK\x01\x02"u8) + 8] |= 1;
        var refusal = Refusal(whole);
        Assert.Equal("unreadable_archive", refusal.Code);
        Assert.Contains("password", refusal.Message);
    }

    [Fact]
    public void Binary_data_named_zip_and_other_archive_formats_are_unreadable()
    {
        var noise = new byte[5000];
        new Random(3).NextBytes(noise);
        Assert.Equal("unreadable_archive", Refusal(noise).Code);
        Assert.Contains("RAR", Refusal([.. "Rar!\x1A\x07\x01\x00"u8, .. noise]).Message);
        Assert.Contains("gzip", Refusal([0x1F, 0x8B, 8, .. noise]).Message);
        Assert.Equal("empty_file", Refusal([]).Code);
    }

    [Fact]
    public void A_zip_bomb_is_stopped_by_its_ratio()
    {
        var bomb = Zip(("_chat.txt", new byte[60 * 1024 * 1024]));
        var refusal = Refusal(bomb);
        Assert.Equal("archive_too_large", refusal.Code);
        Assert.Contains("200 times", refusal.Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_transcript_above_the_limit_is_refused_even_if_the_archive_states_a_smaller_size()
    {
        var limits = ArchiveLimits.Default with { MaxTranscriptBytes = 1000 };
        var honest = Zip(("_chat.txt", Encoding.UTF8.GetBytes(LongChat())));
        Assert.Equal("archive_too_large", Refusal(honest, limits).Code);
        var lying = honest.ToArray();
        var central = lying.AsSpan().IndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(lying.AsSpan(central + 24), 500);
        Assert.Contains(Refusal(lying, limits).Code, new[] { "archive_too_large", "unreadable_archive" });
    }

    [Fact]
    public void Too_many_entries_are_refused() =>
        Assert.Equal("archive_too_large", Refusal(Zip("_chat.txt", "a", "b", "c"), ArchiveLimits.Default with { MaxEntries = 3 }).Code);

    [Fact]
    public void Names_in_an_old_encoding_are_tolerated()
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true, Encoding.Latin1))
        {
            Write(archive, "Gr\u00FC\u00DFe/_chat.txt", Encoding.UTF8.GetBytes(Chat), CompressionLevel.Optimal);
            Write(archive, "\u00FC.jpg", [1], CompressionLevel.Optimal);
        }
        using var export = Open(memory.ToArray());
        Assert.Equal("_chat.txt", export.TranscriptName);
    }

    [Theory]
    [InlineData(437, "Grüße an Zoë.txt")]
    [InlineData(850, "Diário português.txt")]
    [InlineData(1252, "Señor Núñez.txt")]
    [InlineData(1250, "Přátelé z školy.txt")]
    [InlineData(866, "Чат с соседями.txt")]
    [InlineData(932, "佐藤さんとのトーク.txt")]
    [InlineData(65001, "Ünïcode ohne Merkmal.txt")]
    public void A_shared_export_with_a_name_in_an_old_encoding_is_not_a_candidate(int codePage, string shared)
    {
        var encoding = codePage == 65001 ? new UTF8Encoding(false) : CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        var chat = $"31/12/2023, 21:41 - Alice: {shared} (file attached)\n31/12/2023, 21:42 - Bob: ok\n";
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true, encoding))
        {
            Write(archive, "neighbours.txt", Encoding.UTF8.GetBytes(chat), CompressionLevel.Optimal);
            Write(archive, shared, Encoding.UTF8.GetBytes(Chat), CompressionLevel.Optimal);
        }
        using var export = Open(memory.ToArray());
        Assert.Equal("neighbours.txt", export.TranscriptName);
        var warning = Assert.Single(export.Warnings);
        Assert.Equal(("archive_left_out", 1L), (warning.Code, warning.Count));
        Assert.DoesNotContain(shared, warning.Message);
    }

    [Fact]
    public void A_shared_export_whose_accents_the_file_system_decomposed_is_not_a_candidate()
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "WhatsApp Chat with Hikers.txt", Encoding.UTF8.GetBytes("31/12/2023, 21:41 - Alice: WhatsApp Chat with Noël.txt (file attached)\n"), CompressionLevel.Optimal);
            Write(archive, "WhatsApp Chat with Noe\u0308l.txt", Encoding.UTF8.GetBytes(Chat), CompressionLevel.Optimal);
        }
        using var export = Open(memory.ToArray());
        Assert.Equal("WhatsApp Chat with Hikers.txt", export.TranscriptName);
    }

    [Fact]
    public void Ignored_files_of_an_archive_are_counted_in_a_warning_but_media_alone_are_not()
    {
        using var plain = Open(Zip("_chat.txt", "a.jpg", "b.opus"));
        Assert.Empty(plain.Warnings);
        using var export = Open(Zip("_chat.txt", "notes.txt", "more.zip", "../evil.txt", "a.jpg"));
        var warning = Assert.Single(export.Warnings);
        Assert.Equal(3, warning.Count);
        Assert.Contains("1 other texts, 1 archives, 1 files", warning.Message);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private static string LongChat()
    {
        var random = new Random(5);
        return string.Concat(Enumerable.Range(0, 2000).Select(i => $"31/12/2023, 21:41 - Alice: {random.Next()}\n"));
    }

    private static byte[] Zip(params string[] names) => Zip(names.Select(n => (n, Encoding.UTF8.GetBytes(Chat))).ToArray());

    private static byte[] Zip(params (string Name, byte[] Bytes)[] files) => Zip(CompressionLevel.Optimal, files);

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Bytes)[] files)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files) Write(archive, name, name.EndsWith('/') ? [] : bytes, level);
        }
        return memory.ToArray();
    }

    private static void Write(ZipArchive archive, string name, byte[] bytes, CompressionLevel level)
    {
        using var entry = archive.CreateEntry(name, level).Open();
        entry.Write(bytes);
    }

    private OpenedExport Open(byte[] bytes, string fileType = "zip", ArchiveLimits? limits = null) =>
        ExportArchive.Open(new MemoryStream(bytes), fileType, _folder, limits ?? ArchiveLimits.Default, CancellationToken.None);

    private TranscriptException Refusal(byte[] bytes, ArchiveLimits? limits = null) =>
        Assert.Throws<TranscriptException>(() => Open(bytes, "zip", limits));
}
