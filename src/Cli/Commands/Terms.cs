namespace EventSourced.Cli.Commands;

/// <summary>Arguments of the form name=value.</summary>
internal static class Terms
{
    /// <summary>Their names and values.</summary>
    /// <param name="terms">The arguments.</param>
    /// <param name="form">What they look like, for who gives another.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(IEnumerable<string> terms, string form) =>
    [
        .. terms.Select(term => term.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? (name, value)
            : throw CliException.Usage($"\"{term}\" is no term: use {form}.")),
    ];

    /// <summary>The address of a table: <c>shop/orders</c>.</summary>
    public static string PathOf(string table) => table.Split('.') is [{ Length: > 0 } module, { Length: > 0 } name]
        ? $"{Uri.EscapeDataString(module)}/{Uri.EscapeDataString(name)}"
        : throw CliException.Usage($"\"{table}\" is no table: use schema and name, joined by a dot; es projections lists them.");

    /// <summary>The query of an address; what has no value is left out.</summary>
    public static string Query(IEnumerable<(string Name, string? Value)> terms) =>
        string.Join('&', terms.Where(t => t.Value is not null).Select(t => $"{Uri.EscapeDataString(t.Name)}={Uri.EscapeDataString(t.Value!)}"));
}
