using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace EventSourced.EventStore.Settings;

/// <summary>Reads settings as the type that declares them. All code reads settings this way.</summary>
public static class SettingsReading
{
    /// <summary>Reads the section of a type.</summary>
    /// <typeparam name="T">A type with <see cref="SettingsSectionAttribute"/>.</typeparam>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">A value cannot be converted to the type of its property.</exception>
    public static T Read<T>(this IConfiguration configuration) where T : class, new()
    {
        var section = typeof(T).GetCustomAttribute<SettingsSectionAttribute>()
            ?? throw new InvalidOperationException($"{typeof(T).Name} declares no settings: give it [SettingsSection].");
        return (section.Name.Length == 0 ? configuration : configuration.GetSection(section.Name)).Get<T>() ?? new T();
    }
}
