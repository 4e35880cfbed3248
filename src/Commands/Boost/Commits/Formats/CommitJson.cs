using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>
/// Commits as JSON: answers of GitHub's API, one commit, a list of commits, or one of these a line; and lines with the members of git (<c>author</c>, <c>subject</c>, <c>body</c>,
/// <c>files</c> with <c>path</c>).
/// </summary>
/// <param name="content">The file.</param>
/// <param name="isList">Whether it begins with a list, which is then read piece by piece.</param>
/// <param name="notes">Takes what is left out.</param>
internal sealed class CommitJson(Stream content, bool isList, ReadingNotes notes) : ICommitFormat
{
    private readonly CommitElements _elements = new(notes);

    public string Name => "json";

    public async IAsyncEnumerable<CommitRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (element, number) in JsonElements.ReadAsync(content, isList, Damaged, cancellationToken))
            if (_elements.Read(element, number) is { } commit) yield return commit;
    }

    private static GitHistoryException Damaged(long number, string where, JsonException e) =>
        new(GitHistoryException.CutOff, $"the JSON is damaged or cut off after {number} commits: {where} Send it again.", number + 1, e);
}
