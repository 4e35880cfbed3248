namespace EventSourced.Contracts;

/// <summary>A property that holds personal data: stored and sent encrypted under the key of its subject. Null once that key is destroyed.</summary>
/// <param name="subject">Name of the property of the same record that says whose data it is. A pseudonym, not personal itself.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute(string subject) : Attribute
{
    /// <summary>Name of the property that says whose data it is.</summary>
    public string Subject { get; } = subject;

    /// <summary>What is put before the subject's value.</summary>
    public string Prefix { get; init; } = "";
}
