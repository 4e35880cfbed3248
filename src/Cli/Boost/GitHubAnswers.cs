using System.IO.Compression;
using EventSourced.Cli.Importing;

namespace EventSourced.Cli.Boost;

/// <summary>
/// Packs files with answers of GitHub's API into one archive, because comments are found by the issues of other files. Workers read them in the right order, whatever their names are.
/// </summary>
internal sealed class GitHubAnswers : IFolderImport
{
    private const int MostNames = 100;
    private static readonly string[] s_extensions = [".json", ".jsonl", ".ndjson"];

    public string Folders => "folders of answers";

    public string Extension => ".zip";

    public bool TakesFiles => true;

    public Task WriteAsync(string folder, Stream file, Action<string> note, CancellationToken cancellation) => WriteFilesAsync([folder], file, note, cancellation);

    public async Task WriteFilesAsync(IReadOnlyList<string> paths, Stream file, Action<string> note, CancellationToken cancellation)
    {
        List<(string Path, string Name)> all = [];
        foreach (var path in paths)
        {
            if (!Directory.Exists(path)) all.Add((path, Path.GetFileName(path)));
            else all.AddRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (f, Path.GetRelativePath(path, f).Replace('\\', '/'))));
        }
        var answers = all.Where(a => IsAnswer(a.Name)).ToList();
        if (answers.Count == 0) throw new CliException($"{string.Join(", ", paths)}: no file ends with {string.Join(", ", s_extensions)}. Nothing was imported.");
        if (answers.Count < all.Count) note($"not sent, because their names do not end with {string.Join(", ", s_extensions)}: {Names(all.Where(a => !IsAnswer(a.Name)).Select(a => a.Name))}");
        // The result speaks of files by their numbers: their names are not recorded.
        note($"sent as one archive: {Names(answers.Select((a, i) => $"file {i + 1} is {a.Name}"))}");
        await using var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        foreach (var (path, name) in answers)
        {
            await using var content = File.OpenRead(path);
            await using var entry = await archive.CreateEntry(name).OpenAsync(cancellation);
            await content.CopyToAsync(entry, cancellation);
        }
    }

    private static bool IsAnswer(string name)
    {
        if (Path.GetFileName(name).StartsWith('.')) return false;
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^".gz".Length];
        return s_extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
    }

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return string.Join(", ", all.Take(MostNames)) + (all.Length > MostNames ? $" and {all.Length - MostNames} more" : "");
    }
}
