namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The built-in analyser: it counts words of a lexicon and needs no model and no network. The same messages in the same order always
/// give the same analysis.
/// </summary>
/// <param name="lexicon">The words it knows.</param>
public sealed class LexiconDayAnalyser(Lexicon lexicon) : IDayAnalyser
{
    /// <summary>An analyser with the built-in lexicons.</summary>
    public LexiconDayAnalyser()
        : this(Lexicon.BuiltIn)
    {
    }

    /// <inheritdoc/>
    public string Model => "builtin-lexicon/1";

    /// <inheritdoc/>
    public IDayAnalysisRun Begin(DateOnly day) => new LexiconDayRun(lexicon);
}
