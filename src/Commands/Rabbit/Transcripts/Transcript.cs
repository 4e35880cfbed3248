namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>A conversation that was read from a file.</summary>
public sealed record Transcript
{
    /// <summary>The format it was read in.</summary>
    public required TranscriptFormat Format { get; init; }

    /// <summary>Name of the file, or null when the caller gave none.</summary>
    public string? FileName { get; init; }

    /// <summary>SHA-256 of the bytes of the file in lower-case hex; turn ids are derived from it.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>The encoding of the file, such as <c>utf-8</c> or <c>windows-1252</c>.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>Whether the encoding is guessed from the letters.</summary>
    public bool EncodingIsAssumed { get; init; }

    /// <summary>Languages named in the file, such as <c>jpn</c>; the first is the main one.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Day of the recording, or null.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Participants in the order of the file.</summary>
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    /// <summary>All utterances in the order of the file.</summary>
    public required IReadOnlyList<Utterance> Utterances { get; init; }

    /// <summary>Number of dependent tiers by name (<c>%mor</c>); they are counted, not read.</summary>
    public IReadOnlyDictionary<string, int> DependentTiers { get; init; } = new Dictionary<string, int>();

    /// <summary>Number of header lines.</summary>
    public int Headers { get; init; }

    /// <summary>Number of continuation lines.</summary>
    public int ContinuationLines { get; init; }

    /// <summary>Number of blank lines.</summary>
    public int BlankLines { get; init; }

    /// <summary>Number of lines of the file.</summary>
    public int LinesRead { get; init; }

    /// <summary>Entries that are not speech and were left out.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>Warnings about the content, each with its line.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The speakers, in order of first appearance.</summary>
    public IReadOnlyList<string> Speakers => [.. Utterances.Select(utterance => utterance.Speaker).Distinct(StringComparer.Ordinal)];
}
