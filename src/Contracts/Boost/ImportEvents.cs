namespace EventSourced.Contracts.Boost;

/// <summary>A file with commits was uploaded for import; its bytes are in the object store until the import ends.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="ObjectKey">Key of the bytes in the object store.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
[EventName("boost.git_history_registered.v1")]
public sealed record GitHistoryRegistered(Guid ImportId, string Owner, string Name, string ObjectKey, string Filename, long ByteSize, string ContentSha256) : IEvent;

/// <summary>More commits of a file are recorded. Figures are totals so far, so that a retry never counts twice.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Commits">Commits of the file that are recorded, from its beginning.</param>
/// <param name="NewCommits">Commits among them that were not known.</param>
/// <param name="CompletedCommits">Commits among them of which more became known.</param>
[EventName("boost.git_history_recorded.v1")]
public sealed record GitHistoryRecorded(Guid ImportId, long Commits, long NewCommits, long CompletedCommits) : IEvent;

/// <summary>The import of a file with commits is complete.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Format">What the file is: <c>git log</c>, <c>clone</c> or <c>json</c>.</param>
/// <param name="Commits">Commits in the file.</param>
/// <param name="NewCommits">Commits that were not known before.</param>
/// <param name="CompletedCommits">Commits of which more became known.</param>
/// <param name="Files">Changes of files in the file.</param>
/// <param name="Additions">Added lines.</param>
/// <param name="Deletions">Removed lines.</param>
/// <param name="LeftOut">What was left out, by reason.</param>
/// <param name="Warnings">Warnings for people.</param>
[EventName("boost.git_history_imported.v1")]
public sealed record GitHistoryImported(
    Guid ImportId, string Format, long Commits, long NewCommits, long CompletedCommits, long Files, long Additions, long Deletions,
    IReadOnlyList<LeftOutEntries> LeftOut, IReadOnlyList<string> Warnings) : IEvent;

/// <summary>Entries of a file that were left out for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
/// <param name="Lines">Lines, or numbers of entries, of the first.</param>
public sealed record LeftOutEntries(string Reason, long Count, IReadOnlyList<long> Lines);

/// <summary>The import of a file with commits failed. Commits that were already recorded stay.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Code">Stable error code.</param>
/// <param name="Error">What is wrong and how to fix it.</param>
/// <param name="Line">Line, or number of the entry, or null.</param>
[EventName("boost.git_history_failed.v1")]
public sealed record GitHistoryFailed(Guid ImportId, string Code, string Error, int? Line) : IEvent;
