namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>File formats of conversations.</summary>
public enum TranscriptFormat
{
    /// <summary>CHAT of TalkBank and CHILDES: headers, main tiers and dependent tiers.</summary>
    Chat,

    /// <summary>One <c>Name: text</c> per line.</summary>
    Plain,

    /// <summary>JSON: an array of turns, or one turn per line.</summary>
    Json,
}
