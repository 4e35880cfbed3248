namespace EventSourced.EventStore.Personal;

/// <summary>Stored personal data cannot be decrypted: it was modified or moved, or its key never existed here.</summary>
/// <param name="message">What is wrong, without the data.</param>
/// <param name="inner">What failed.</param>
public sealed class PersonalDataException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// A key is not available: the database cannot be reached, or the master key is wrong. This is a fault of the server or the configuration, not of an event,
/// so no event is skipped because of it.
/// </summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="inner">What failed.</param>
public sealed class PersonalKeyException(string message, Exception? inner = null) : Exception(message, inner);
