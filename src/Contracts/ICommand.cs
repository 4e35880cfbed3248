namespace EventSourced.Contracts;

/// <summary>A request to change something, sent over the bus under the stable name of its <see cref="CommandAttribute"/>.</summary>
public interface ICommand;

/// <summary>
/// A command that an event asks for, under an id that follows from the event. Nobody asks how it stands while it runs, so that only its outcome is noted; and
/// its handler sees by the stream whether it was done, so that it may run again.
/// </summary>
public interface IFollowUp : ICommand;
