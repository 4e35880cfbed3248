namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>How to read a file.</summary>
public sealed record TranscriptOptions
{
    /// <summary>Every option at its default.</summary>
    public static TranscriptOptions Default { get; } = new();

    /// <summary>Name for error messages; a path gives its own.</summary>
    public string? FileName { get; init; }

    /// <summary>Larger files are refused before they are parsed.</summary>
    public int MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The format, or null to tell it by the content and the name.</summary>
    public TranscriptFormat? Format { get; init; }
}
