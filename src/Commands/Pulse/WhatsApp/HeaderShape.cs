namespace EventSourced.Commands.Pulse.WhatsApp;

internal enum MeridiemPlace : byte { None, BeforeTime, AfterTime }

/// <summary>What stands between the time stamp and the text: " - " of Android, "] " of iOS, ": " of iOS until 2016.</summary>
internal enum HeadEnd : byte { Dash, Bracket, Colon }

/// <summary>What the headers of one export have in common.</summary>
internal readonly record struct HeaderShape(
    bool Bracketed, bool TimeFirst, char DateSeparator, byte YearDigits, bool LeadingYear, bool Comma, byte Connector,
    char TimeSeparator, bool Seconds, MeridiemPlace Meridiem, HeadEnd End, bool NamedMonth, Calendar Calendar, bool Era, byte Language = 0)
{
    /// <summary>Whether the two are of one export: phones left the year away in the year that ran.</summary>
    public bool IsLike(in HeaderShape other) => this == other || (NamedMonth && this with { YearDigits = other.YearDigits, LeadingYear = other.LeadingYear } == other);
}
