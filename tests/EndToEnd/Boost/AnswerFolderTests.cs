using System.IO.Compression;
using EventSourced.Cli;
using EventSourced.Cli.Boost;

namespace EventSourced.EndToEnd.Boost;

/// <summary>Folders and files of answers become one archive, and what is not sent is said.</summary>
public sealed class AnswerFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("es-answers-").FullName;
    private readonly List<string> _notes = [];

    [Fact]
    public async Task Files_are_packed_with_their_numbers_and_others_are_named()
    {
        foreach (var name in (string[])["issues-page-2.json", "issues-page-1.json", "commits.jsonl.gz", "README.md", ".hidden.json", "more/pulls.ndjson"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
            await File.WriteAllTextAsync(Path.Combine(_folder, name), name, TestContext.Current.CancellationToken);
        }
        var single = Path.Combine(_folder, "issues-page-2.json");
        Assert.Equal(["commits.jsonl.gz", "issues-page-1.json", "issues-page-2.json", "more/pulls.ndjson"], await PackAsync(_folder));
        Assert.Equal(
            [
                "not sent, because their names do not end with .json, .jsonl, .ndjson: .hidden.json, README.md",
                "sent as one archive: file 1 is commits.jsonl.gz, file 2 is issues-page-1.json, file 3 is issues-page-2.json, file 4 is more/pulls.ndjson",
            ], _notes);
        Assert.Equal(["issues-page-2.json", "pulls.ndjson"], await PackAsync(single, Path.Combine(_folder, "more")));
        Assert.Contains("Nothing was imported.", (await Assert.ThrowsAsync<CliException>(() => PackAsync(Path.Combine(_folder, "README.md")))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<IReadOnlyList<string>> PackAsync(params string[] paths)
    {
        using var packed = new MemoryStream();
        await new GitHubAnswers().WriteFilesAsync(paths, packed, _notes.Add, TestContext.Current.CancellationToken);
        packed.Position = 0;
        await using var archive = new ZipArchive(packed, ZipArchiveMode.Read);
        return [.. archive.Entries.Select(e => e.FullName)];
    }
}
