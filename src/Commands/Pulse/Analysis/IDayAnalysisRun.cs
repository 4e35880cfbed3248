using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The analysis of one day in progress. Messages are streamed and not kept, so a day may have millions of them.</summary>
public interface IDayAnalysisRun
{
    /// <summary>Adds the next message of the day, in the order of the transcript.</summary>
    /// <param name="message">The message.</param>
    void Add(in AnalysedMessage message);

    /// <summary>The analysis of all messages added so far.</summary>
    DayAnalysis Finish();
}
