using EventSourced.Commands.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Order of the numbers in the dates of an export.</summary>
public enum DateOrder
{
    /// <summary>31/12/2023.</summary>
    DayFirst,

    /// <summary>12/31/2023.</summary>
    MonthFirst,

    /// <summary>2023-12-31.</summary>
    YearFirst,
}

/// <summary>The evidence for a date order, the weakest first.</summary>
public enum DateOrderBasis
{
    /// <summary>Nothing in the file indicates the order.</summary>
    Assumed,

    /// <summary>The format: padded days, am and pm in lower case.</summary>
    Form,

    /// <summary>Only one order gives ascending times, days close together, or no dates in the future.</summary>
    RunningOrder,

    /// <summary>Another import of the same chat has established it.</summary>
    EarlierImport,

    /// <summary>Both orders give the same dates: months are named, or all days are like 3/3. It proves nothing about other files.</summary>
    Either,

    /// <summary>A number above twelve, or a year at the start.</summary>
    Proven,

    /// <summary>The uploader stated it.</summary>
    Stated,
}

/// <summary>What is known about a transcript from other sources.</summary>
/// <param name="Stated">The date order that the uploader stated.</param>
/// <param name="Known">The date order of another export of the same chat, for a file that does not prove one.</param>
/// <param name="Today">The day of the upload: no chat contains messages of later days.</param>
/// <param name="Likely">The date order that other exports of the chat suggest without proving it, used when the file itself gives no evidence.</param>
public sealed record ScanOptions(DateOrder? Stated = null, DateOrder? Known = null, DateOnly? Today = null, DateOrder? Likely = null);

/// <summary>The format of the lines that start messages. <see cref="TranscriptScanner"/> determines it once per file.</summary>
public sealed record TranscriptForm
{
    internal TranscriptForm(TranscriptPlan plan, FoundEncoding encoding, IReadOnlyList<(DateOrder Order, HeaderShape Shape)> orders, IReadOnlySet<string> writers)
    {
        (Plan, Encoding, Orders, Writers) = (plan, encoding, orders, writers);
        (DateOrder, Shape) = orders[plan.Parts.First(p => p.Shape.IsLike(plan.MainShape)).Order];
    }

    /// <summary>Date order of most messages.</summary>
    public DateOrder DateOrder { get; }

    /// <summary>The evidence for the order.</summary>
    public DateOrderBasis DateOrderBasis { get; init; }

    /// <summary>Whether the time stamp is in square brackets, as on iOS.</summary>
    public bool Bracketed => Shape.Bracketed;

    /// <summary>The character between the numbers of a date.</summary>
    public char DateSeparator => Shape.DateSeparator;

    internal HeaderShape Shape { get; }

    internal TranscriptPlan Plan { get; }

    internal FoundEncoding Encoding { get; }

    internal IReadOnlyList<(DateOrder Order, HeaderShape Shape)> Orders { get; }

    /// <summary>Whether the file consists of several exports.</summary>
    internal bool IsJoined => Plan.Starts.Count > 0;

    /// <summary>Senders who wrote messages: an ambiguous entry under their names is a message.</summary>
    internal IReadOnlySet<string> Writers { get; }
}
