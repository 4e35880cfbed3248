namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Turns the messages of one day into its analysis. The built-in one counts lexicon words; one with a language model
/// may take its place, and what was used is recorded with the result.</summary>
public interface IDayAnalyser
{
    /// <summary>Name and version of the analyser, such as <c>builtin-lexicon/1</c>: another version may find something else.</summary>
    string Model { get; }

    /// <summary>Begins the analysis of one day.</summary>
    /// <param name="day">The day, as written in the export.</param>
    IDayAnalysisRun Begin(DateOnly day);
}
