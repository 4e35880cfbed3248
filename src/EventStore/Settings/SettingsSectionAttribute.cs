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
/// The type declares the settings of a section of the configuration: each property that can be set is one, its summary is its documentation and its initial
/// value its default. docs/configuration.md, `es config` and the warning of unknown settings are made from these types.
/// </summary>
/// <param name="name">The section, such as <c>Shop:Payment</c>; empty for settings that stand outside of any section.</param>
/// <param name="readers">Who reads it.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsSectionAttribute(string name, SettingsReaders readers) : Attribute
{
    /// <summary>The section.</summary>
    public string Name { get; } = name;

    /// <summary>Who reads it.</summary>
    public SettingsReaders Readers { get; } = readers;
}

/// <summary>The value is shown nowhere.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>The value is an address that may hold a password, which is shown nowhere.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HoldsPasswordAttribute : Attribute;

/// <summary>Describes a default that differs from machine to machine, or that is not the initial value of the property.</summary>
/// <param name="words">The description.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DefaultInWordsAttribute(string words) : Attribute
{
    /// <summary>The description.</summary>
    public string Words { get; } = words;
}
