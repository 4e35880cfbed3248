namespace EventSourced.Contracts;

/// <summary>
/// An event after which data must not be found any more. Tables that map it scrub or delete their rows. Older copies of these tables (previous generations and replays) are
/// dropped once the live tables have processed it.
/// </summary>
public interface IForgetting : IEvent;
