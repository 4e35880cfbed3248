using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts.Made;

/// <summary>What one speaker says in a made conversation.</summary>
internal sealed record MadeUtterance(string Speaker, string Text)
{
    /// <summary>The words; the text where nothing else was put in.</summary>
    public string? Spoken { get; init; }

    public string? Response { get; init; }

    public string? Session { get; init; }

    public long? StartMs { get; init; }

    public long? EndMs { get; init; }

    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>A conversation and what was put into it.</summary>
/// <param name="Written">The file.</param>
/// <param name="Utterances">What must come out, in order.</param>
/// <param name="LeftOut">What must be reported as left out: the beginning of the reason, and how many.</param>
internal sealed record MadeConversation(string Written, IReadOnlyList<MadeUtterance> Utterances, IReadOnlyDictionary<string, int> LeftOut)
{
    /// <summary>Compares what was read with what was put in.</summary>
    public void Demand(Transcript read)
    {
        Assert.Equal(
            Utterances.Select(u => (u.Speaker, u.Spoken ?? u.Text, u.Response, u.Session, u.StartMs, u.EndMs, u.Timestamp)),
            read.Utterances.Select(u => (u.Speaker, u.Spoken, u.Response, u.SessionId, u.StartMs, u.EndMs, u.Timestamp)));
        foreach (var (reason, count) in LeftOut) Assert.Equal((reason, count), (reason, read.LeftOut.Where(l => l.Reason.StartsWith(reason, StringComparison.Ordinal)).Sum(l => l.Count)));
        Assert.Equal(read.LinesRead, Written.TrimEnd().Split('\n').Length);
    }
}

/// <summary>Draws at random from what people write.</summary>
internal sealed class Draw(int seed)
{
    private static readonly string[] s_words =
    [
        "ball", "don't", "mummy", "Oma", "schöne", "Grüße", "garçon", "où", "niño", "кот", "большой", "りんご", "わんわん", "ママ", "いく", "苹果", "사과", "कुत्ता", "𠮷田", "merry-go-round", "o'clock", "I", "a",
    ];

    private readonly Random _random = new(seed);

    public int Number(int from, int below) => _random.Next(from, below);

    public bool Once(int of) => _random.Next(of) == 0;

    public T Of<T>(params ReadOnlySpan<T> things) => things[_random.Next(things.Length)];

    public string Word() => Of<string>(s_words);

    public string Sentence() => string.Join(' ', Enumerable.Range(0, Number(1, 7)).Select(_ => Word()));
}
