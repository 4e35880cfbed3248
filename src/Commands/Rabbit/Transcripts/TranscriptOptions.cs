namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Options for reading a file.</summary>
public sealed record TranscriptOptions
{
    /// <summary>The default options.</summary>
    public static TranscriptOptions Default { get; } = new();

    /// <summary>Name for error messages; the file name by default if a path is given.</summary>
    public string? FileName { get; init; }

    /// <summary>Maximum size; larger files are refused before they are parsed.</summary>
    public int MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The format, or null to detect it from content and name.</summary>
    public TranscriptFormat? Format { get; init; }
}
