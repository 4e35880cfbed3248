using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using EventSourced.Commands.Boost.Commits;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>A file of an archive.</summary>
/// <param name="Number">Its number in the archive, from 1: names of files are not recorded.</param>
/// <param name="Entry">The file.</param>
/// <param name="Shape">Shape of its first entry.</param>
internal sealed record ApiPart(int Number, ZipArchiveEntry Entry, ApiShape Shape);

/// <summary>The files of an archive in the order in which they are recorded, and the pages that are missing among them.</summary>
internal static partial class ApiArchive
{
    private const int MaxFiles = 10_000;

    /// <summary>The files.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="shapeOf">The shape of a file.</param>
    /// <param name="notes">Takes what is left out, and pages that are missing.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ApiAnswersException">It has none, or too many.</exception>
    public static async Task<IReadOnlyList<ApiPart>> PartsAsync(
        ZipArchive archive, Func<ZipArchiveEntry, CancellationToken, Task<ApiShape>> shapeOf, ReadingNotes notes, CancellationToken cancellationToken)
    {
        if (archive.Entries.Count > MaxFiles)
            throw new ApiAnswersException(ApiAnswersException.TooLarge, $"the archive has {archive.Entries.Count} files, and at most {MaxFiles} are read at once. Import it in parts.");
        List<ApiPart> parts = [];
        Dictionary<string, SortedDictionary<int, int>> lists = [];
        foreach (var (i, entry) in archive.Entries.Where(e => e.Name.Length > 0).Index())
        {
            var number = i + 1;
            if (!Answers().IsMatch(entry.Name) || entry.Name.StartsWith('.') || entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
            {
                notes.LeaveOut("files of the archive whose names do not end with .json, .jsonl or .ndjson; the numbers are those of the files", number);
                continue;
            }
            parts.Add(new(number, entry, await shapeOf(entry, cancellationToken)));
            if (Page().Match(entry.FullName) is not { Success: true } page) continue;
            var list = $"{page.Groups["before"].Value}*{page.Groups["after"].Value}";
            if (!lists.TryGetValue(list, out var pages)) lists[list] = pages = [];
            pages[int.Parse(page.Groups["page"].Value, CultureInfo.InvariantCulture)] = number;
        }
        foreach (var pages in lists.Values) WarnOfMissing(pages, notes);
        return parts.Count > 0
            ? [.. parts.OrderBy(p => p.Shape).ThenBy(p => p.Number)]
            : throw new ApiAnswersException(ApiAnswersException.NotAnswers, "the archive has no file with a name that ends with .json, .jsonl or .ndjson. Put the answers of the API into it.");
    }

    private static void WarnOfMissing(SortedDictionary<int, int> pages, ReadingNotes notes)
    {
        var expected = 1;
        foreach (var (page, file) in pages)
        {
            if (page > expected)
            {
                var missing = page - expected == 1 ? $"page {expected} is" : $"pages {expected} to {page - 1} are";
                notes.Warn($"File {file} is page {page} of a list, and {missing} not in the archive. What is in it is recorded; import what is missing too.");
            }
            expected = Math.Max(expected, page + 1);
        }
    }

    [GeneratedRegex(@"\.(json|jsonl|ndjson)(\.gz)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Answers();

    [GeneratedRegex(@"\A(?<before>.*)page[-_. ]?(?<page>[0-9]{1,6})(?<after>\D*)\z", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Page();
}
