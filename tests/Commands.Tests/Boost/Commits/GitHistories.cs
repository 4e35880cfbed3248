using System.Text;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;

namespace EventSourced.Commands.Tests.Boost.Commits;

/// <summary>Reads histories for tests.</summary>
internal static class GitHistories
{
    public static Task<(IReadOnlyList<CommitRecord> Commits, ReadingNotes Notes)> ReadAsync(string text) => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    public static async Task<(IReadOnlyList<CommitRecord> Commits, ReadingNotes Notes)> ReadAsync(Stream file)
    {
        var notes = new ReadingNotes();
        await using (file)
        {
            var format = await GitHistoryFile.OpenAsync(file, notes, TestContext.Current.CancellationToken);
            List<CommitRecord> commits = [];
            await foreach (var commit in format.ReadAsync(TestContext.Current.CancellationToken)) commits.Add(commit);
            return (commits, notes);
        }
    }
}
