using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The analysis of one day under way. Messages stream through it and are not kept, so a day may have millions of them.</summary>
public interface IDayAnalysisRun
{
    /// <summary>Takes the next message of the day, in the order of the transcript.</summary>
    /// <param name="message">The message.</param>
    void Add(in AnalysedMessage message);

    /// <summary>The analysis of all messages added so far.</summary>
    DayAnalysis Finish();
}
