using EventSourced.Commands.Text;

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

/// <summary>What the order of the numbers in dates rests on, the weakest first.</summary>
public enum DateOrderBasis
{
    /// <summary>Nothing in the file tells.</summary>
    Assumed,

    /// <summary>The way of writing: padded days, am and pm in small letters.</summary>
    Form,

    /// <summary>Only one order makes the times run forward, days stand together, and none lie ahead.</summary>
    RunningOrder,

    /// <summary>An earlier import of the same chat knew it.</summary>
    EarlierImport,

    /// <summary>Both orders give the same dates: months by name, or days like 3/3. It proves nothing about other files.</summary>
    Either,

    /// <summary>A number above twelve, or a year in front.</summary>
    Proven,

    /// <summary>The uploader said so.</summary>
    Stated,
}

/// <summary>What is known of a transcript from elsewhere.</summary>
/// <param name="Stated">The order of dates that the uploader states.</param>
/// <param name="Known">The order of dates of another export of the same chat, for a file that does not tell.</param>
/// <param name="Today">The day of the upload: no chat holds messages of later days.</param>
/// <param name="Likely">The order of dates that other exports of the chat suggest without proving it, for a file in which nothing else tells.</param>
public sealed record ScanOptions(DateOrder? Stated = null, DateOrder? Known = null, DateOnly? Today = null, DateOrder? Likely = null);

/// <summary>How a transcript writes the lines that start messages. Decided once per file by <see cref="TranscriptScanner"/>.</summary>
public sealed record TranscriptForm
{
    internal TranscriptForm(TranscriptPlan plan, FoundEncoding encoding, IReadOnlyList<(DateOrder Order, HeaderShape Shape)> orders, IReadOnlySet<string> writers)
    {
        (Plan, Encoding, Orders, Writers) = (plan, encoding, orders, writers);
        (DateOrder, Shape) = orders[plan.Parts.First(p => p.Shape.IsLike(plan.MainShape)).Order];
    }

    /// <summary>Order of the numbers in dates, of most messages.</summary>
    public DateOrder DateOrder { get; }

    /// <summary>What the order rests on.</summary>
    public DateOrderBasis DateOrderBasis { get; init; }

    /// <summary>Whether the time stamp stands in square brackets, as iOS writes it.</summary>
    public bool Bracketed => Shape.Bracketed;

    /// <summary>Whether the clock has twelve hours and a word for the half of the day.</summary>
    public bool TwelveHourClock => Shape.Meridiem != MeridiemPlace.None;

    /// <summary>Whether times have seconds.</summary>
    public bool HasSeconds => Shape.Seconds;

    /// <summary>The character between the numbers of a date.</summary>
    public char DateSeparator => Shape.DateSeparator;

    internal HeaderShape Shape { get; }

    internal TranscriptPlan Plan { get; }

    internal FoundEncoding Encoding { get; }

    internal IReadOnlyList<(DateOrder Order, HeaderShape Shape)> Orders { get; }

    /// <summary>Whether the file is made of several exports.</summary>
    internal bool IsJoined => Plan.Starts.Count > 0;

    /// <summary>Senders who wrote messages of their own: what stands under their names is a person's when nothing tells that it is not.</summary>
    internal IReadOnlySet<string> Writers { get; }
}
