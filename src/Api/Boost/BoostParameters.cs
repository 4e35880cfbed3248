using EventSourced.Api.Problems;
using EventSourced.Api.Queries;
using EventSourced.ReadTables.Query;

namespace EventSourced.Api.Boost;

/// <summary>Query parameters that several routes take.</summary>
internal static class BoostParameters
{
    /// <summary>The parameters of a page.</summary>
    public static readonly QueryParameter[] Page =
        [QueryParameter.Limit(TableQuery.DefaultLimit, TableQuery.MaxLimit), new("cursor", "next of the previous page.")];

    /// <summary>The error of a cursor that no page has given.</summary>
    public static ApiException InvalidCursor() => new(400, "invalid_cursor", "cursor is not the next of a page. Leave it out for the first page.");
}
