namespace EventSourced.Commands.Pulse.Days;

/// <summary>How the text of one message may differ between exports. The numbers are in the log.</summary>
[Flags]
internal enum MessageForm : byte
{
    /// <summary>Every export has the same text.</summary>
    Plain = 0,

    /// <summary>Media with a file name, which depends on the phone; exports without media do not contain it.</summary>
    Named = 1,

    /// <summary>Media without a file name.</summary>
    Unnamed = 2,

    /// <summary>Edited: exports from before have the earlier text.</summary>
    Edited = 4,

    /// <summary>Has words of WhatsApp in the language of the phone: polls, locations, contacts.</summary>
    Labelled = 8,
}
