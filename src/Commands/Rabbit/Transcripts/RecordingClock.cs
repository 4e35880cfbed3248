namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Gives each turn of a dated recording a distinct time in the order of the file, because rows with equal times have no order.</summary>
/// <param name="date">Day of the recording; null if it has no times.</param>
internal sealed class RecordingClock(DateOnly? date)
{
    private long _utterance = -1;
    private long _turn = -1;

    /// <summary>Advances to the next utterance: to the time of its bullet, or by 1 ms.</summary>
    public void Next(Utterance said) => _utterance = said.StartMs ?? _utterance + 1;

    /// <summary>The time of a turn that starts with the current utterance; later than all turns before it.</summary>
    public DateTimeOffset? Turn()
    {
        if (date is not { } day) return null;
        _turn = Math.Max(_utterance, _turn + 1);
        var midnight = new DateTimeOffset(day, default, TimeSpan.Zero);
        // The calendar ends with the year 9999.
        return midnight.AddMilliseconds(Math.Min(_turn, (long)(DateTimeOffset.MaxValue - midnight).TotalMilliseconds));
    }
}
