namespace EventSourced.Commands.Pulse.WhatsApp;

internal enum MeridiemPlace : byte { None, BeforeTime, AfterTime }

/// <summary>What all headers of one transcript have in common. A line of another shape does not start a message.</summary>
internal readonly record struct HeaderShape(
    bool Bracketed, bool TimeFirst, char DateSeparator, byte YearDigits, bool LeadingYear, bool Comma, byte Connector,
    char TimeSeparator, bool Seconds, MeridiemPlace Meridiem);
