namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>A format of commits. It is read once, from its beginning, in little memory.</summary>
internal interface ICommitFormat
{
    /// <summary>Its name, for people.</summary>
    string Name { get; }

    /// <summary>The commits in the order of the file.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="GitHistoryException">The file is damaged.</exception>
    IAsyncEnumerable<CommitRecord> ReadAsync(CancellationToken cancellationToken);
}
