namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Gives each turn of a dated recording a time of its own, in the order of the file: rows with the same time are in no order.</summary>
/// <param name="date">Day of the recording; without one there are no times.</param>
internal sealed class RecordingClock(DateOnly? date)
{
    private long _utterance = -1;
    private long _turn = -1;

    /// <summary>Goes on to the next utterance: where its bullet says, or 1 ms after the one before.</summary>
    public void Next(Utterance said) => _utterance = said.StartMs ?? _utterance + 1;

    /// <summary>The time of a turn that is the current utterance, after all turns before it.</summary>
    public DateTimeOffset? Turn()
    {
        if (date is not { } day) return null;
        _turn = Math.Max(_utterance, _turn + 1);
        var midnight = new DateTimeOffset(day, default, TimeSpan.Zero);
        // The calendar ends with the year 9999.
        return midnight.AddMilliseconds(Math.Min(_turn, (long)(DateTimeOffset.MaxValue - midnight).TotalMilliseconds));
    }
}
