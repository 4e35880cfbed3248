namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>A project, workspace or conversation: rows that belong to it go when it is deleted.</summary>
/// <param name="id">Its id.</param>
internal sealed class Place(string id)
{
    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>The command that deletes it; null while nobody has asked for that.</summary>
    public Guid? Deletion { get; set; }
}
