namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The tables of <see cref="Words"/>, ready for look-up.</summary>
internal static class Phrases
{
    public static readonly PhraseTable Omitted = new(Words.Omitted);
    public static readonly PhraseTable AttachedBefore = new(Words.AttachedBefore);
    public static readonly PhraseTable AttachedAfter = new(Words.AttachedAfter);
    public static readonly PhraseTable Edited = new(Words.Edited);
    public static readonly PhraseTable Notices = new(Words.Notices);
}
