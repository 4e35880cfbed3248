namespace EventSourced.EventStore.Schema;

/// <summary>The database cannot be brought to what this build needs.</summary>
/// <param name="message">What stands against it, and what to do.</param>
public sealed class SchemaException(string message) : Exception(message);
