namespace EventSourced.EventStore.Settings;

/// <summary>Which programs read a section.</summary>
[Flags]
public enum SettingsReaders
{
    /// <summary>The API.</summary>
    Api = 1,

    /// <summary>The workers.</summary>
    Workers = 2,

    /// <summary>The API and the workers.</summary>
    Hosts = Api | Workers,

    /// <summary>The command line, from environment variables only.</summary>
    CommandLine = 4,
}

/// <summary>
/// The type declares the settings of a section of the configuration: each settable property is a setting, its summary is the documentation and its initial
/// value the default. docs/configuration.md, `es config` and the warning about unknown settings are generated from these types.
/// </summary>
/// <param name="name">The section, such as <c>Shop:Payment</c>; empty for settings outside any section.</param>
/// <param name="readers">The programs that read it.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsSectionAttribute(string name, SettingsReaders readers) : Attribute
{
    /// <summary>The section.</summary>
    public string Name { get; } = name;

    /// <summary>The programs that read it.</summary>
    public SettingsReaders Readers { get; } = readers;
}

/// <summary>The value is never displayed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>The value is an address that may include a password, which is never displayed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HoldsPasswordAttribute : Attribute;

/// <summary>Describes a default that depends on the machine, or that is not the initial value of the property.</summary>
/// <param name="words">The description.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DefaultInWordsAttribute(string words) : Attribute
{
    /// <summary>The description.</summary>
    public string Words { get; } = words;
}
