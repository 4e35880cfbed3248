namespace EventSourced.EventStore;

/// <summary>Suggests a valid name for a mistyped one.</summary>
public static class Nearest
{
    /// <summary>A hint with the most similar valid name, if one is similar, and a list of all.</summary>
    /// <param name="given">The mistyped name.</param>
    /// <param name="what">Kind of the names, in the plural and capitalised: <c>Columns</c>.</param>
    /// <param name="valid">All valid names.</param>
    public static string Hint(string given, string what, IEnumerable<string> valid)
    {
        var names = valid.ToList();
        var all = names.Count == 0 ? $"{what}: none." : $"{what}: {string.Join(", ", names)}.";
        return Of(given, names) is { } near ? $"Did you mean {near}? {all}" : all;
    }

    /// <summary>The valid name that is most similar to a mistyped one; null when none is similar.</summary>
    /// <param name="given">The mistyped name.</param>
    /// <param name="valid">All valid names.</param>
    public static string? Of(string given, IReadOnlyList<string> valid) =>
        valid.Select(name => (name, distance: Distance(given, name)))
            .Where(c => c.distance <= Math.Max(2, c.name.Length / 3))
            .OrderBy(c => c.distance).ThenBy(c => c.name, StringComparer.Ordinal)
            .Select(c => c.name).FirstOrDefault();

    private static int Distance(string a, string b)
    {
        if (a.Length > 100) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
