namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>Reads a file with commits without recording it.</summary>
public static class GitHistoryCheck
{
    /// <summary>The number of its commits.</summary>
    /// <param name="file">The file, which can be rewound.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="GitHistoryException">It is no history of git.</exception>
    public static async Task<long> CountAsync(Stream file, CancellationToken cancellationToken)
    {
        var (notes, count) = (new ReadingNotes(), 0L);
        var format = await GitHistoryFile.OpenAsync(file, notes, cancellationToken);
        await foreach (var commit in format.ReadAsync(cancellationToken))
        {
            CommitLimits.Apply(commit, notes);
            count++;
        }
        return count;
    }
}
