namespace EventSourced.EventStore.Settings;

/// <summary>Files: uploaded exports and recorded voices.</summary>
[SettingsSection("Objects", SettingsReaders.Hosts)]
public sealed class ObjectOptions
{
    /// <summary>Folder of the object store. It overrides EventStore:ObjectFolder.</summary>
    public string? Root { get; set; }
}
