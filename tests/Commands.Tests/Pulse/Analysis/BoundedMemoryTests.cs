using EventSourced.Commands.Pulse.Analysis;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

// Memory of the process can only be measured while no other test runs.
[CollectionDefinition(nameof(BoundedMemoryTests), DisableParallelization = true)]
[Collection(nameof(BoundedMemoryTests))]
public sealed class BoundedMemoryTests
{
    private const int Messages = 1_000_000;

    [Fact]
    public void A_day_of_a_million_messages_with_new_words_uses_little_memory()
    {
        var run = new LexiconDayAnalyser().Begin(Days.Sunday);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Messages; i++)
            run.Add(new AnalysedMessage(i % 2 == 0 ? "A" : "B", i % 1000 < 2 ? $"zebra {Word(i)}" : $"{Word(i)} {Word(i + Messages)}?", false));
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.True(kept < 4_000_000, $"{kept} bytes are kept.");
        Assert.Equal("zebra", run.Finish().TopThemes[0]); // 2000 of a million messages, 2 million other words
    }

    [Fact]
    public void Reading_words_allocates_nothing()
    {
        string[] texts = ["I don't think the meeting was good, but thanks!", "the zebra's kettle", "Does anyone know? He said no", "das war nicht so schön"];
        var run = new LexiconDayAnalyser().Begin(Days.Sunday);
        foreach (var text in texts) run.Add(new AnalysedMessage("A", text, false));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Messages; i++) run.Add(new AnalysedMessage(i % 2 == 0 ? "A" : "B", texts[i % 3], false));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated < Messages / 10, $"{allocated} bytes for {Messages} messages.");
    }

    [Fact]
    public void Senders_beyond_a_hundred_thousand_count_as_one()
    {
        var run = new LexiconDayAnalyser().Begin(Days.Sunday);
        for (var i = 0; i < 100_100; i++) run.Add(new AnalysedMessage($"{i}", "zebra", false));
        var day = run.Finish();
        Assert.StartsWith("100,100 messages from 100,001 participants", day.Summary, StringComparison.Ordinal);
        Assert.Empty(day.TopThemes); // not all names are known any more
    }

    // A distinct word for each number.
    private static string Word(int number)
    {
        Span<char> letters = stackalloc char[10];
        letters.Fill('x');
        for (var i = 2; number > 0; i++, number /= 26) letters[i] = (char)('a' + number % 26);
        return letters.ToString();
    }
}
