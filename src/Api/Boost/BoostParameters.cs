using EventSourced.Api.Queries;
using EventSourced.ReadTables.Query;

namespace EventSourced.Api.Boost;

/// <summary>Query parameters that several routes take.</summary>
internal static class BoostParameters
{
    /// <summary>The parameters of a page.</summary>
    public static readonly QueryParameter[] Page =
        [QueryParameter.Integer("limit", $"Maximum number of entries, up to {TableQuery.MaxLimit}; default {TableQuery.DefaultLimit}."), new("cursor", "next of the previous page.")];
}
