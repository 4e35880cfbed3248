namespace EventSourced.Contracts;

/// <summary>
/// Marks a member of an event or a command as personal data: it is stored and sent encrypted under the key of that person, and reads as null after the key is destroyed. So
/// it must be nullable, and it must be a direct member of the event or command, not nested in it.
/// On a positional record: <c>[property: Personal(nameof(NoteTaken.ChildId))]</c>, with the record's name.
/// </summary>
/// <param name="subject">Property of the same record that identifies the person: a string or a Guid, which must be a pseudonym.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute(string subject) : Attribute
{
    /// <summary>Property of the same record that identifies the person.</summary>
    public string Subject { get; } = subject;

    /// <summary>Prefix of the value of <see cref="Subject"/>, such as <c>session/</c>, so that ids of different kinds do not collide. Must never change once data is stored.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>JSON names of the member in older versions of the event. They are needed to decrypt data that was encrypted under these names.</summary>
    public string[] FormerNames { get; init; } = [];
}
