using EventSourced.Commands.Boost.Commits;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>Reads a file with answers of GitHub's API without recording it.</summary>
public static class ApiAnswersCheck
{
    /// <summary>The number of its entries that could be recorded.</summary>
    /// <param name="file">The file, which can be rewound.</param>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ApiAnswersException">It has no such answers.</exception>
    public static async Task<long> CountAsync(Stream file, string owner, string name, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var _ in ApiFile.ReadAsync(file, owner, name, new ReadingNotes(), cancellationToken)) count++;
        return count;
    }
}
