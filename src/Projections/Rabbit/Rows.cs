using System.Globalization;
using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Rabbit;

/// <summary>Values that several tables of Rabbit compute. If you change the meaning of one, raise the revision of the tables that use it.</summary>
internal static class Rows
{
    public static IEnumerable<int> Of(int count) => Enumerable.Range(0, count);

    public static string? At(IReadOnlyList<string>? list, int index) => list is not null && index < list.Count ? list[index] : null;

    public static long Word(Guid turnId, int ordinal) => RowId.Of("rabbit.vocabulary", turnId.ToString(), ordinal.ToString(CultureInfo.InvariantCulture));

    public static long Highlight(Guid turnId, int ordinal) => RowId.Of("rabbit.highlights", turnId.ToString(), ordinal.ToString(CultureInfo.InvariantCulture));

    public static IEnumerable<(Guid TurnId, int Ordinal)> Words(SessionForgotten e) => e.Turns.SelectMany(t => Of(t.Words).Select(i => (t.TurnId, i)));

    public static IEnumerable<(Guid TurnId, int Ordinal)> Highlights(SessionForgotten e) => e.Turns.SelectMany(t => Of(t.Highlights).Select(i => (t.TurnId, i)));

    public static Json? Counted(int words, int newWords) => words == 0
        ? null
        : new Json(string.Create(CultureInfo.InvariantCulture, $"{{\"wordsExtracted\":{words},\"newWords\":{newWords}}}"));

    public static Json Failed(string error) => new(JsonSerializer.Serialize(new Dictionary<string, string> { ["error"] = error }));
}
