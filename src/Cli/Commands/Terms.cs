using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary>Arguments of the form name=value.</summary>
internal static class Terms
{
    /// <summary>Parses them to names and values.</summary>
    /// <param name="terms">The arguments.</param>
    /// <param name="form">The expected form, for error messages.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(IEnumerable<string> terms, string form) =>
    [
        .. terms.Select(term => term.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? (name, value)
            : throw CliException.Usage($"\"{term}\" is not valid: use {form}.")),
    ];

    /// <summary>The path of a table: <c>shop/orders</c>.</summary>
    public static string PathOf(string table) => table.Split('.') is [{ Length: > 0 } module, { Length: > 0 } name]
        ? $"{Uri.EscapeDataString(module)}/{Uri.EscapeDataString(name)}"
        : throw CliException.Usage($"\"{table}\" is not a table: use schema and name, joined by a dot; {Hint.Es("projections")} lists them.");

    /// <summary>A query string of the parameters that have a value.</summary>
    public static string Query(IEnumerable<(string Name, string? Value)> terms) =>
        string.Join('&', terms.Where(t => t.Value is not null).Select(t => $"{Uri.EscapeDataString(t.Name)}={Uri.EscapeDataString(t.Value!)}"));
}
