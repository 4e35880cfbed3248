using EventSourced.ReadTables.Schema;

namespace EventSourced.ReadTables.Generations.Attributes;

/// <summary>Separates the attributes that users created from those of a definition, and computes the changes that give another table the same.</summary>
internal static class UserAttributes
{
    /// <summary>The attributes of the live table that another table needs.</summary>
    /// <param name="live">The attributes of the live table.</param>
    /// <param name="made">The attributes of its definition; null when unknown.</param>
    /// <param name="others">The attributes of the other table's definition.</param>
    public static IReadOnlyList<TableAttribute> Of(IReadOnlyList<TableAttribute> live, DefinitionSnapshot? made, DefinitionSnapshot? others)
    {
        // An index of the definition is compared only if the other definition has the same: a user may have replaced it.
        var replaced = live.Where(a => a.Kind == "index" && made?.Indexes.TryGetValue(a.Name, out var spec) == true && others?.Indexes.GetValueOrDefault(a.Name) != spec)
            .Select(a => a.Name).ToHashSet();
        return [.. live.Where(a => a.Kind switch
        {
            "policy" => a.Name != TenantPolicy.Name,
            // A tenant column turns it on, the absence of one turns it off; only FORCE is an attribute of users.
            "row security" => made?.Tenant == others?.Tenant || !a.Make.Contains(" NO FORCE ", StringComparison.Ordinal),
            "index" or "comment on index" => !replaced.Contains(a.Name),
            "comment" or "not null" => made is not null && !IsDefined(a, made),
            _ => true,
        })];
    }

    /// <summary>The changes, in order, after which a table has the wanted attributes and no others that users created.</summary>
    /// <param name="wanted">The wanted attributes.</param>
    /// <param name="actual">The table's attributes.</param>
    /// <param name="made">The attributes of its definition; null when unknown.</param>
    /// <param name="upTo">The last stage to compare.</param>
    public static IReadOnlyList<(TableAttribute Attribute, string Statements)> Changes(
        IReadOnlyList<TableAttribute> wanted, IReadOnlyList<TableAttribute> actual, DefinitionSnapshot? made, int upTo)
    {
        var wantedByName = wanted.Where(a => a.Stage <= upTo).ToDictionary(a => (a.Kind, a.Name));
        var actualByName = actual.Where(a => a.Stage <= upTo).ToDictionary(a => (a.Kind, a.Name));
        var drops = actualByName.Values.Where(a => a.Drop is not null && (wantedByName.TryGetValue((a.Kind, a.Name), out var other) ? other.Make != a.Make : !BelongsToDefinition(a, made)))
            .OrderByDescending(a => a.Stage).Select(a => (a, a.Kind == "comment" ? DefinedComment(a, made) : a.Drop!));
        var makes = wantedByName.Values.Where(a => actualByName.GetValueOrDefault((a.Kind, a.Name))?.Make != a.Make).OrderBy(a => a.Stage).Select(a => (a, a.Make));
        return [.. drops, .. makes];
    }

    // Keeps an attribute that may belong to the definition, unless another one replaces it.
    private static bool BelongsToDefinition(TableAttribute attribute, DefinitionSnapshot? made) => attribute.Kind switch
    {
        "policy" => attribute.Name == TenantPolicy.Name,
        "index" => made is null || made.Indexes.ContainsKey(attribute.Name),
        "comment" or "not null" => made is null || IsDefined(attribute, made),
        _ => false,
    };

    private static bool IsDefined(TableAttribute attribute, DefinitionSnapshot made) => attribute.Kind switch
    {
        "not null" => made.Columns.Any(c => c.Name == attribute.Name && !c.Nullable),
        _ => attribute.Make == DefinedComment(attribute, made),
    };

    // As PostgreSQL's format('%L') writes it.
    private static string DefinedComment(TableAttribute attribute, DefinitionSnapshot? made)
    {
        var comment = attribute.Name.Length == 0 ? made?.Comment : made?.Columns.FirstOrDefault(c => c.Name == attribute.Name)?.Comment;
        var literal = comment is null ? "NULL" : comment.Contains('\\') ? $"E{SqlNames.Literal(comment.Replace("\\", "\\\\"))}" : SqlNames.Literal(comment);
        return attribute.Drop![..^"NULL".Length] + literal;
    }
}
