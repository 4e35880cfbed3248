namespace EventSourced.Contracts.Boost;

/// <summary>A header of Boost: the natural key of a library's file.</summary>
/// <param name="Repository">Key of the library's repository: <c>boostorg/asio</c>.</param>
/// <param name="Filename">Its path: <c>include/boost/asio.hpp</c>.</param>
public sealed record BoostHeader(string Repository, string Filename);

/// <summary>A repository was scanned for its use of Boost. Headers are looked up when this is recorded.</summary>
/// <param name="Repository">Key of the repository.</param>
/// <param name="ScannedAt">When the scan began.</param>
/// <param name="BoostVersion">The version of Boost that it uses, such as <c>1.84.0</c>; the last known one when the scan names none; may be empty.</param>
/// <param name="IsBoostEmbedded">Whether it contains a copy of Boost.</param>
/// <param name="IsBoostUsed">Whether the scan found a file that includes Boost.</param>
/// <param name="Files">Files about which the scan says something new, with all headers that each includes.</param>
/// <param name="Found">Headers that were missing, and that the file does not include any more or that are found now.</param>
/// <param name="Ended">Usages that were active and are not any more.</param>
/// <param name="EndedOn">The day on which they ended: that of the scan, UTC.</param>
[EventName("boost.usage_scanned.v1")]
public sealed record UsageScanned(
    string Repository, DateTimeOffset ScannedAt, string BoostVersion, bool IsBoostEmbedded, bool IsBoostUsed, IReadOnlyList<UsingFile> Files, IReadOnlyList<MissingHeader> Found,
    IReadOnlyList<EndedUsage> Ended, DateOnly EndedOn) : IEvent;

/// <summary>A file of a repository and the headers of Boost that it includes.</summary>
/// <param name="Path">Its path.</param>
/// <param name="CommitDate">Time of its last commit, or null.</param>
/// <param name="Headers">Headers that are files of libraries.</param>
/// <param name="MissingHeaders">Names of headers that no library has, as the file includes them.</param>
public sealed record UsingFile(string Path, DateTimeOffset? CommitDate, IReadOnlyList<BoostHeader> Headers, IReadOnlyList<string> MissingHeaders);

/// <summary>A header that no library has.</summary>
/// <param name="Path">The file that includes it.</param>
/// <param name="HeaderName">Its name, as the file includes it.</param>
public sealed record MissingHeader(string Path, string HeaderName);

/// <summary>A usage that ended.</summary>
/// <param name="Path">The file.</param>
/// <param name="Header">The header; null for that of headers that no library has.</param>
public sealed record EndedUsage(string Path, BoostHeader? Header);

/// <summary>Headers that scans did not find are files of libraries now.</summary>
/// <param name="Repository">Key of the repository that includes them.</param>
/// <param name="Headers">The headers.</param>
/// <param name="CompletedFiles">Files all of whose headers are found now.</param>
[EventName("boost.missing_headers_matched.v1")]
public sealed record MissingHeadersMatched(string Repository, IReadOnlyList<MatchedHeader> Headers, IReadOnlyList<string> CompletedFiles) : IEvent;

/// <summary>A header that was missing, and the file that it is.</summary>
/// <param name="Path">The file that includes it.</param>
/// <param name="HeaderName">Its name, as the file includes it.</param>
/// <param name="Header">The file of a library.</param>
/// <param name="LastCommitDate">Time of the last commit of the file that includes it, or null.</param>
/// <param name="ExceptedAt">When the usage ended, or null.</param>
public sealed record MatchedHeader(string Path, string HeaderName, BoostHeader Header, DateTimeOffset? LastCommitDate, DateOnly? ExceptedAt);

/// <summary>A file with scans was imported. In the stream of the import; the streams of the repositories have what was new.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Scans">Scans of the file.</param>
/// <param name="Recorded">Those that were not recorded before. When a worker died, they do not include those that it recorded.</param>
/// <param name="Usages">Usages that are new, have a new date, or are there again.</param>
/// <param name="Ended">Usages that ended.</param>
/// <param name="MissingHeaders">Headers that no library has, counted for each file that includes them.</param>
/// <param name="LeftOut">What was left out.</param>
[EventName("boost.usage_imported.v1")]
public sealed record UsageImported(Guid ImportId, int Scans, int Recorded, int Usages, int Ended, int MissingHeaders, IReadOnlyList<LeftOutEntries> LeftOut) : IEvent;
