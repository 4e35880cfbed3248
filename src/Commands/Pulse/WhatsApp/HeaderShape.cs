namespace EventSourced.Commands.Pulse.WhatsApp;

internal enum MeridiemPlace : byte { None, BeforeTime, AfterTime }

/// <summary>The text between the time stamp and the message: " - " on Android, "] " on iOS, ": " on iOS until 2016.</summary>
internal enum HeaderEnd : byte { Dash, Bracket, Colon }

/// <summary>What all headers of one export have in common. The prefix is a blank or ">", as mails quote; none in the files of WhatsApp.</summary>
internal readonly record struct HeaderShape(
    bool Bracketed, bool TimeFirst, char DateSeparator, byte YearDigits, bool LeadingYear, bool Comma, byte Connector,
    char TimeSeparator, bool Seconds, MeridiemPlace Meridiem, HeaderEnd End, bool NamedMonth, Calendar Calendar, bool Era, char Prefix = '\0', byte Language = 0)
{
    /// <summary>Whether both belong to one export: phones omitted the current year.</summary>
    public bool IsLike(in HeaderShape other) => this == other || (NamedMonth && this with { YearDigits = other.YearDigits, LeadingYear = other.LeadingYear } == other);
}
