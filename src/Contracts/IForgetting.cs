namespace EventSourced.Contracts;

/// <summary>
/// A fact after which something must not be found any more. Tables that map it scrub or delete their rows; what is kept aside of these tables from before it,
/// previous generations and replays, is dropped once the live ones have taken it.
/// </summary>
public interface IForgetting : IEvent;
