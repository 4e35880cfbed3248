using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts.Generated;

/// <summary>An utterance of a generated conversation.</summary>
internal sealed record GeneratedUtterance(string Speaker, string Text)
{
    /// <summary>The spoken words; null if they are the text.</summary>
    public string? Spoken { get; init; }

    public string? Response { get; init; }

    public string? Session { get; init; }

    public long? StartMs { get; init; }

    public long? EndMs { get; init; }

    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>A generated conversation with the expected result.</summary>
/// <param name="Written">The file.</param>
/// <param name="Utterances">The expected utterances, in order.</param>
/// <param name="LeftOut">The expected numbers of left-out entries, by the start of their reason.</param>
internal sealed record GeneratedConversation(string Written, IReadOnlyList<GeneratedUtterance> Utterances, IReadOnlyDictionary<string, int> LeftOut)
{
    /// <summary>Asserts that the read conversation equals the generated one.</summary>
    public void AssertEquals(Transcript read)
    {
        Assert.Equal(
            Utterances.Select(u => (u.Speaker, u.Spoken ?? u.Text, u.Response, u.Session, u.StartMs, u.EndMs, u.Timestamp)),
            read.Utterances.Select(u => (u.Speaker, u.Spoken, u.Response, u.SessionId, u.StartMs, u.EndMs, u.Timestamp)));
        foreach (var (reason, count) in LeftOut) Assert.Equal((reason, count), (reason, read.LeftOut.Where(l => l.Reason.StartsWith(reason, StringComparison.Ordinal)).Sum(l => l.Count)));
        Assert.Equal(read.LinesRead, Written.TrimEnd().Split('\n').Length);
    }
}

/// <summary>Draws random words and numbers.</summary>
internal sealed class RandomDraw(int seed)
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
