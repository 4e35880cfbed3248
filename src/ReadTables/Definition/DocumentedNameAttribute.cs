namespace EventSourced.ReadTables;

/// <summary>The documented name of a table or column, if it is not the name of the type or property in snake_case.</summary>
/// <param name="name">The name in the database and the API.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class DocumentedNameAttribute(string name) : Attribute
{
    /// <summary>The name in the database and the API.</summary>
    public string Name { get; } = name;
}
