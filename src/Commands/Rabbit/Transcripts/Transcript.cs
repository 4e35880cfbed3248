namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>A conversation as it was read from a file.</summary>
public sealed record Transcript
{
    /// <summary>The format it was read in.</summary>
    public required TranscriptFormat Format { get; init; }

    /// <summary>Name of the file, or null when the caller gave none.</summary>
    public string? FileName { get; init; }

    /// <summary>Lower case SHA-256 of the bytes of the file; turn ids are made from it.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>How the bytes were read, such as <c>utf-8</c> or <c>windows-1252</c>.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>Whether the encoding is a guess from the letters: the file itself does not say it.</summary>
    public bool EncodingIsAssumed { get; init; }

    /// <summary>Languages as the file names them, such as <c>jpn</c>; the first is the main one.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Day of the recording, or null.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Participants in the order in which the file names them.</summary>
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    /// <summary>All utterances in the order of the file.</summary>
    public required IReadOnlyList<Utterance> Utterances { get; init; }

    /// <summary>How many dependent tiers of each name (<c>%mor</c>) the file has; they are counted, not read.</summary>
    public IReadOnlyDictionary<string, int> DependentTiers { get; init; } = new Dictionary<string, int>();

    /// <summary>How many header lines the file has.</summary>
    public int Headers { get; init; }

    /// <summary>How many lines continue the one before.</summary>
    public int ContinuationLines { get; init; }

    /// <summary>How many lines hold nothing but white space.</summary>
    public int BlankLines { get; init; }

    /// <summary>Lines of the file.</summary>
    public int LinesRead { get; init; }

    /// <summary>What is no speech and was left out.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>What was odd but did not stop the reading; each says the line.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Who says something, in order of first appearance.</summary>
    public IReadOnlyList<string> Speakers => [.. Utterances.Select(utterance => utterance.Speaker).Distinct(StringComparer.Ordinal)];
}
