using EventSourced.ReadTables.Schema;

namespace EventSourced.ReadTables.Generations;

/// <summary>Tells what people made from what a definition made, and what has to be done so that a table has the same.</summary>
internal static class PeoplesAttributes
{
    /// <summary>What another table has to have of what the live one has.</summary>
    /// <param name="live">What the live table has.</param>
    /// <param name="made">What its definition made of it; null when that is not known.</param>
    /// <param name="others">What the other table's definition made.</param>
    public static IReadOnlyList<TableAttribute> Of(IReadOnlyList<TableAttribute> live, MadeByDefinition? made, MadeByDefinition? others)
    {
        // An index of the definition is compared where the other table's definition makes the same: somebody may have put another in its place.
        var ended = live.Where(a => a.Kind == "index" && made?.Indexes.TryGetValue(a.Name, out var spec) == true && others?.Indexes.GetValueOrDefault(a.Name) != spec)
            .Select(a => a.Name).ToHashSet();
        return [.. live.Where(a => a.Kind switch
        {
            "policy" => a.Name != TenantPolicy.Name,
            // With a tenant column it is on and without one off, whatever it was; forcing it on the owner as well is people's.
            "row security" => made?.Tenant == others?.Tenant || !a.Make.Contains(" NO FORCE ", StringComparison.Ordinal),
            "index" or "comment on index" => !ended.Contains(a.Name),
            "comment" or "not null" => made is not null && !IsMade(a, made),
            _ => true,
        })];
    }

    /// <summary>What has to be done, in order, so that a table has what is wanted, and nothing else that people made.</summary>
    /// <param name="wanted">What it has to have.</param>
    /// <param name="actual">What it has.</param>
    /// <param name="made">What its definition made of it; null when that is not known.</param>
    /// <param name="upTo">The last stage to look at.</param>
    public static IReadOnlyList<(TableAttribute Attribute, string Statements)> Changes(
        IReadOnlyList<TableAttribute> wanted, IReadOnlyList<TableAttribute> actual, MadeByDefinition? made, int upTo)
    {
        var sought = wanted.Where(a => a.Stage <= upTo).ToDictionary(a => (a.Kind, a.Name));
        var found = actual.Where(a => a.Stage <= upTo).ToDictionary(a => (a.Kind, a.Name));
        var drops = found.Values.Where(a => a.Drop is not null && (sought.TryGetValue((a.Kind, a.Name), out var other) ? other.Make != a.Make : !Belongs(a, made)))
            .OrderByDescending(a => a.Stage).Select(a => (a, a.Kind == "comment" ? MadeComment(a, made) : a.Drop!));
        var makes = sought.Values.Where(a => found.GetValueOrDefault((a.Kind, a.Name))?.Make != a.Make).OrderBy(a => a.Stage).Select(a => (a, a.Make));
        return [.. drops, .. makes];
    }

    // What is not known to be of people is left alone when nothing else is wanted in its place.
    private static bool Belongs(TableAttribute attribute, MadeByDefinition? made) => attribute.Kind switch
    {
        "policy" => attribute.Name == TenantPolicy.Name,
        "index" => made is null || made.Indexes.ContainsKey(attribute.Name),
        "comment" or "not null" => made is null || IsMade(attribute, made),
        _ => false,
    };

    private static bool IsMade(TableAttribute attribute, MadeByDefinition made) => attribute.Kind switch
    {
        "not null" => made.Columns.Any(c => c.Name == attribute.Name && !c.Nullable),
        _ => attribute.Make == MadeComment(attribute, made),
    };

    // As PostgreSQL's format('%L') writes it.
    private static string MadeComment(TableAttribute attribute, MadeByDefinition? made)
    {
        var comment = attribute.Name.Length == 0 ? made?.Comment : made?.Columns.FirstOrDefault(c => c.Name == attribute.Name)?.Comment;
        var literal = comment is null ? "NULL" : comment.Contains('\\') ? $"E{SqlNames.Literal(comment.Replace("\\", "\\\\"))}" : SqlNames.Literal(comment);
        return attribute.Drop![..^"NULL".Length] + literal;
    }
}
