namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Statistics of one day, keyed by its date as written.</summary>
internal sealed class DayTally(long dateKey, long line)
{
    public long DateKey { get; } = dateKey;
    public long FirstLine { get; } = line;
    public int Messages { get; private set; }
    public int EarliestMessage { get; private set; } = int.MaxValue;
    public int LatestMessage { get; private set; } = -1;

    public void AddMessage(int secondOfDay)
    {
        Messages++;
        EarliestMessage = Math.Min(EarliestMessage, secondOfDay);
        LatestMessage = Math.Max(LatestMessage, secondOfDay);
    }
}
