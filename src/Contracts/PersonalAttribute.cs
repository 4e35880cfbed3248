namespace EventSourced.Contracts;

/// <summary>
/// This member of an event or a command says something about a person: it is stored and sent encrypted under the key of that person, and reads as null once
/// the key is destroyed. So it must be nullable, and it must be a member of the event or command itself, not of something within it.
/// On a positional record: <c>[property: Personal(nameof(NoteTaken.ChildId))]</c>, with the record's name.
/// </summary>
/// <param name="subject">Property of the same record that says whose data it is: a string or a Guid, itself a pseudonym that tells nothing.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute(string subject) : Attribute
{
    /// <summary>Property of the same record that says whose data it is.</summary>
    public string Subject { get; } = subject;

    /// <summary>Put before the value of <see cref="Subject"/>, such as <c>session/</c>, so that ids of several kinds do not meet. Never changed once data is stored.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>JSON names that the member had in older versions of the event: what was encrypted under another name can only be read when the name is known.</summary>
    public string[] FormerNames { get; init; } = [];
}
