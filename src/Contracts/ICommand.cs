namespace EventSourced.Contracts;

/// <summary>A request to change something, sent over the bus under the stable name of its <see cref="CommandAttribute"/>.</summary>
public interface ICommand;

/// <summary>
/// A command that is caused by an event, with an id derived from the event. Its progress is not tracked, so only its outcome is stored. Its handler must be repeatable: it
/// detects from the stream whether it has already run.
/// </summary>
public interface IFollowUp : ICommand;
