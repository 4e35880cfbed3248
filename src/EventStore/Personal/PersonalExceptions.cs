namespace EventSourced.EventStore;

/// <summary>Stored personal data is not what was stored: it was changed, moved, or its key was never here.</summary>
/// <param name="message">What is wrong; never the data.</param>
/// <param name="inner">What failed.</param>
public sealed class PersonalDataException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// A key cannot be had: the database is away, or the master key is not the one. The fault lies with the server or the configuration and never with
/// an event, so no event is passed over because of it.
/// </summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="inner">What failed.</param>
public sealed class PersonalKeyException(string message, Exception? inner = null) : Exception(message, inner);
