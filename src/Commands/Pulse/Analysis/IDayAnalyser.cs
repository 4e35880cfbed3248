namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Turns the messages of one day into its analysis. The built-in analyser counts lexicon words. It can be replaced by one that
/// uses a language model; the name of the analyser is recorded with the result.</summary>
public interface IDayAnalyser
{
    /// <summary>Name and version of the analyser, such as <c>builtin-lexicon/1</c>. Another version may give other results.</summary>
    string Model { get; }

    /// <summary>Starts the analysis of one day.</summary>
    /// <param name="day">The day, as written in the export.</param>
    IDayAnalysisRun Begin(DateOnly day);
}
