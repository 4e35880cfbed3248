namespace EventSourced.Contracts.Boost;

/// <summary>Row ids of the tables of usage, computed from natural keys (<see cref="RowId"/>). A repository and a file have the ids of the rows that they extend: <see cref="BoostLibraryRows"/>.</summary>
public static class BoostUsageRows
{
    /// <summary>A usage of a header by a file.</summary>
    /// <param name="repository">Key of the repository.</param>
    /// <param name="path">The file.</param>
    /// <param name="header">The header; null for the headers that no library has, which have one row for each file.</param>
    public static long Usage(string repository, string path, BoostHeader? header) => RowId.Of("boost.boost_usage", repository, header?.Repository ?? "", header?.Filename ?? "", path);

    /// <summary>A header that no library has, in a file.</summary>
    /// <param name="repository">Key of the repository.</param>
    /// <param name="path">The file.</param>
    /// <param name="headerName">Name of the header.</param>
    public static long MissingHeader(string repository, string path, string headerName) => RowId.Of("boost.boost_missing_header_tmp", repository, path, headerName);
}
