using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using EventSourced.Commands.Files;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>A row of a file: a file of a repository belongs to a library.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Repository">Key of the repository.</param>
/// <param name="Filename">Path of the file.</param>
/// <param name="Library">Name of the library.</param>
internal sealed record Assignment(int Line, string Repository, string Filename, string Library);

/// <summary>
/// Reads assignments of files to libraries as CSV (RFC 4180; also with semicolons or tabs): repository, file and library. A first row that names these columns may give them in another order, and among
/// others.
/// </summary>
internal static class AssignmentsCsv
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Code of a file that is no such CSV.</summary>
    public const string Invalid = "invalid_assignments";

    private static readonly string[][] s_names = [["repo", "repository", "repo_name"], ["file", "filename", "path", "github_file"], ["library", "library_name", "lib"]];

    /// <summary>The rows, in the order of the file.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="leftOut">Takes rows that say nothing usable, by their lines.</param>
    /// <exception cref="BoostFileException">It is no CSV.</exception>
    public static IReadOnlyList<Assignment> Read(byte[] utf8, LeftOutNotes leftOut)
    {
        List<Assignment> rows = [];
        try
        {
            using var text = new StreamReader(new MemoryStream(utf8), new UTF8Encoding(false, throwOnInvalidBytes: true));
            using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"], TrimOptions = TrimOptions.Trim });
            int[] columns = [0, 1, 2];
            for (var isFirst = true; csv.Read(); isFirst = false)
            {
                var row = csv.Record!;
                if (isFirst && Columns(row) is { } named) columns = named;
                else if (Of(row, columns, csv.RawRow, leftOut) is { } assignment) rows.Add(assignment);
            }
        }
        catch (DecoderFallbackException)
        {
            throw new BoostFileException(Invalid, "the file is not text in UTF-8. Save it as CSV in UTF-8.");
        }
        catch (CsvHelperException e)
        {
            throw new BoostFileException(Invalid, $"line {e.Context?.Parser?.RawRow} is no CSV: a quote within a value is written twice, and the value in quotes.", e);
        }
        return rows;
    }

    private static Assignment? Of(string[] row, int[] columns, int line, LeftOutNotes leftOut)
    {
        var values = columns.Select(c => c < row.Length ? row[c] : "").ToArray();
        if (values.Any(v => v.Length == 0)) leftOut.Add("row_without_repository_file_and_library", line);
        else if (Contracts.Boost.RepositoryKey.Split(values[0]) is not var (owner, name)) leftOut.Add("repository_is_no_owner_and_name", line);
        else return new(line, Contracts.Boost.RepositoryKey.Of(owner, name), values[1], values[2]);
        return null;
    }

    // Null when the row is no head.
    private static int[]? Columns(string[] row)
    {
        int[] found = [.. s_names.Select(names => Array.FindIndex(row, cell => names.Contains(cell, StringComparer.OrdinalIgnoreCase)))];
        return found.All(c => c >= 0) ? found : null;
    }
}
