namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The orders of day and month as commands, events and routes name them.</summary>
public static class DateOrders
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["day_first", "month_first", "year_first"];

    /// <summary>The names in a sentence.</summary>
    public const string Sentence = "day_first, month_first or year_first";

    /// <summary>What the order of an export rests on after a later import has corrected it.</summary>
    internal const string Corrected = "corrected";

    /// <summary>What an order rests on, as events name it.</summary>
    /// <param name="basis">What it rests on.</param>
    internal static string NameOf(DateOrderBasis basis) => basis switch
    {
        DateOrderBasis.Stated => "stated",
        DateOrderBasis.Proven => "proven",
        DateOrderBasis.Either => "either",
        DateOrderBasis.EarlierImport => "earlier_import",
        DateOrderBasis.RunningOrder => "running_order",
        DateOrderBasis.Form => "form",
        _ => "assumed",
    };

    /// <summary>Whether an order that rests on this tells the order of other exports of the same chat.</summary>
    /// <param name="basis">The name; null in older events.</param>
    internal static bool IsSettled(string? basis) => basis is "stated" or "proven" or "earlier_import" or Corrected;

    /// <summary>Whether an order that rests on this is a guess, which proof overrules.</summary>
    /// <param name="basis">The name; null in older events.</param>
    internal static bool IsGuess(string? basis) => basis is "assumed" or "form" or "running_order";

    /// <summary>Whether a name is one of them, or none is given.</summary>
    /// <param name="name">The name, or null.</param>
    public static bool Fits(string? name) => name is null || Of(name) is not null;

    /// <summary>The order of a name; null when there is none of this name.</summary>
    /// <param name="name">The name, or null.</param>
    public static DateOrder? Of(string? name) => name switch
    {
        "day_first" => DateOrder.DayFirst,
        "month_first" => DateOrder.MonthFirst,
        "year_first" => DateOrder.YearFirst,
        _ => null,
    };

    /// <summary>The day that the same numbers mean when day and month are exchanged; null when there is none.</summary>
    /// <param name="day">A day.</param>
    internal static DateOnly? Exchanged(DateOnly day) => day.Day <= 12 ? new DateOnly(day.Year, day.Day, day.Month) : null;

    /// <summary>The name of an order.</summary>
    /// <param name="order">The order.</param>
    public static string NameOf(DateOrder order) => order switch
    {
        DateOrder.DayFirst => "day_first",
        DateOrder.MonthFirst => "month_first",
        _ => "year_first",
    };
}
