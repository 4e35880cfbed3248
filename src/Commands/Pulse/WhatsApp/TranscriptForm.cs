namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Order of the numbers in the dates of a transcript; one order holds for the whole file.</summary>
public enum DateOrder
{
    /// <summary>31/12/2023.</summary>
    DayFirst,

    /// <summary>12/31/2023.</summary>
    MonthFirst,

    /// <summary>2023-12-31.</summary>
    YearFirst,
}

/// <summary>How a transcript writes the line that starts a message. Decided once per file by <see cref="TranscriptScanner"/>.</summary>
public sealed record TranscriptForm
{
    internal TranscriptForm(HeaderShape shape, DateOrder dateOrder)
    {
        Shape = shape;
        DateOrder = dateOrder;
    }

    /// <summary>Order of the numbers in dates.</summary>
    public DateOrder DateOrder { get; }

    /// <summary>Whether the time stamp stands in square brackets, as iOS writes it.</summary>
    public bool Bracketed => Shape.Bracketed;

    /// <summary>Whether the clock has twelve hours and a word for the half of the day.</summary>
    public bool TwelveHourClock => Shape.Meridiem != MeridiemPlace.None;

    /// <summary>Whether times have seconds.</summary>
    public bool HasSeconds => Shape.Seconds;

    /// <summary>The character between the numbers of a date.</summary>
    public char DateSeparator => Shape.DateSeparator;

    internal HeaderShape Shape { get; }
}
