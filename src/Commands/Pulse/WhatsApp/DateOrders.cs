namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The orders of day and month as commands, events and routes name them.</summary>
public static class DateOrders
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["day_first", "month_first", "year_first"];

    /// <summary>The names in a sentence.</summary>
    public const string Sentence = "day_first, month_first or year_first";

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

    /// <summary>How sure an order is that rests on this, by its name. Another import of the chat is worth what times that run forward are: what it rests on is in the log itself.</summary>
    /// <param name="basis">The name.</param>
    internal static int StrengthOf(string basis) => basis switch
    {
        "stated" or "proven" => 3,
        "running_order" or "earlier_import" => 2,
        "form" => 1,
        _ => 0,
    };

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
