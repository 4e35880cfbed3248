namespace EventSourced.EventStore.Schema;

/// <summary>The database cannot be upgraded to the schema of this build.</summary>
/// <param name="message">What prevents it, and what to do.</param>
public sealed class SchemaException(string message) : Exception(message);
