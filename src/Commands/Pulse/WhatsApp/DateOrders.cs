namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The orders of day and month as commands, events and routes name them.</summary>
public static class DateOrders
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["day_first", "month_first", "year_first"];

    /// <summary>The names in a sentence.</summary>
    public const string Sentence = "day_first, month_first or year_first";

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

    /// <summary>The name of an order.</summary>
    /// <param name="order">The order.</param>
    public static string NameOf(DateOrder order) => order switch
    {
        DateOrder.DayFirst => "day_first",
        DateOrder.MonthFirst => "month_first",
        _ => "year_first",
    };
}
