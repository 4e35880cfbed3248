using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace EventSourced.EventStore.Settings;

/// <summary>A type that declares settings of a section.</summary>
/// <param name="Name">The section; empty for settings outside any section.</param>
/// <param name="Readers">The programs that read it.</param>
/// <param name="Type">The type.</param>
/// <param name="Settings">Its settings, including those of nested types.</param>
public sealed record SettingsSection(string Name, SettingsReaders Readers, Type Type, IReadOnlyList<Setting> Settings);

/// <summary>All settings of a program, found by <see cref="SettingsSectionAttribute"/>. Several types may declare settings of the same section.</summary>
public sealed class SettingsCatalog
{
    private static readonly Lazy<SettingsCatalog> s_program = new(() => Of(Assembly.GetEntryAssembly() ?? typeof(SettingsCatalog).Assembly));

    private readonly Dictionary<string, Setting> _byKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _roots;

    /// <summary>Finds the settings of assemblies.</summary>
    /// <param name="assemblies">The assemblies.</param>
    /// <exception cref="InvalidOperationException">Two properties declare the same setting.</exception>
    public SettingsCatalog(IEnumerable<Assembly> assemblies)
    {
        var declaring = assemblies.ToHashSet();
        Sections = [.. declaring.SelectMany(a => a.GetTypes())
            .Select(type => (Type: type, Section: type.GetCustomAttribute<SettingsSectionAttribute>()!)).Where(t => t.Section is not null)
            .OrderBy(t => t.Section.Name, StringComparer.Ordinal).ThenBy(t => t.Type.FullName, StringComparer.Ordinal)
            .Select(t => new SettingsSection(t.Section.Name, t.Section.Readers, t.Type, [.. Declared(t.Section.Name, Activator.CreateInstance(t.Type)!, t.Section.Readers, declaring)]))];
        foreach (var setting in Sections.SelectMany(s => s.Settings))
        {
            if (!_byKey.TryAdd(setting.Key, setting))
                throw new InvalidOperationException($"{setting.Key} is declared twice: by {_byKey[setting.Key].Property.DeclaringType} and by {setting.Property.DeclaringType}.");
        }
        _roots = Sections.Where(s => s.Name.Length > 0).Select(s => s.Name.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The settings of the running program.</summary>
    public static SettingsCatalog OfProgram => s_program.Value;

    /// <summary>The settings of a program: of all its assemblies that refer to <see cref="SettingsSectionAttribute"/>, whatever their names.</summary>
    /// <param name="entry">The assembly with the program's entry.</param>
    public static SettingsCatalog Of(Assembly entry) => new(Referring(entry));

    /// <summary>The types, by section.</summary>
    public IReadOnlyList<SettingsSection> Sections { get; }

    /// <summary>All settings, by section.</summary>
    public IEnumerable<Setting> All => Sections.SelectMany(s => s.Settings);

    /// <summary>The setting of a key, which may be that of a list item; null when no type declares it.</summary>
    /// <param name="key">The key.</param>
    public Setting? Find(string key)
    {
        if (_byKey.TryGetValue(key, out var setting)) return setting;
        var end = key.LastIndexOf(':');
        return end > 0 && int.TryParse(key.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) && _byKey.TryGetValue(key[..end], out var list) && list.IsList ? list : null;
    }

    /// <summary>
    /// One sentence for each value that no type declares and that therefore has no effect. Sections of other libraries, such as <c>Logging</c>, are ignored,
    /// unless a key is declared after correcting a typing error in its section.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    public IEnumerable<string> Unknown(IConfiguration configuration) =>
        configuration.AsEnumerable().Where(v => v.Value is { Length: > 0 } && Find(v.Key) is null).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => Unknown(v.Key)).OfType<string>();

    private string? Unknown(string key)
    {
        var root = key.Split(':')[0];
        string? near;
        if (_roots.Contains(root)) near = Near(key, _byKey.Keys.Where(k => k.StartsWith(root + ":", StringComparison.OrdinalIgnoreCase)));
        else if (!key.Contains(':') || Near(root, _roots) is not { } meant || Find(meant + key[root.Length..]) is not { } setting) return null;
        else near = setting.Key;
        return $"The setting {key} (as a variable {key.Replace(":", "__", StringComparison.Ordinal)}) is unknown and has no effect.{(near is null ? $" See docs/configuration.md, or `{CommandHint.Of("config")}`." : $" Did you mean {near}?")}";
    }

    private static string? Near(string given, IEnumerable<string> names)
    {
        var lower = names.ToDictionary(n => n.ToLowerInvariant());
        return Nearest.Of(given.ToLowerInvariant(), [.. lower.Keys]) is { } near ? lower[near] : null;
    }

    private static IEnumerable<Setting> Declared(string section, object options, SettingsReaders readers, IReadOnlySet<Assembly> declaring)
    {
        foreach (var property in options.GetType().GetProperties().Where(p => p.SetMethod?.IsPublic == true).OrderBy(p => p.MetadataToken))
        {
            var name = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;
            var key = section.Length == 0 ? name : $"{section}:{name}";
            var value = property.GetValue(options);
            if (!declaring.Contains(property.PropertyType.Assembly) || property.PropertyType.IsEnum) yield return new Setting(key, property, value, readers);
            else foreach (var nested in Declared(key, value ?? Activator.CreateInstance(property.PropertyType)!, readers, declaring)) yield return nested;
        }
    }

    // The assemblies that refer to this one, directly or through others. The framework does not, and packages are only looked at.
    private static IEnumerable<Assembly> Referring(Assembly start)
    {
        var own = typeof(SettingsCatalog).Assembly;
        Dictionary<string, bool> refers = new() { [own.GetName().Name!] = true };
        List<Assembly> found = [own];
        Refers(start);
        return found;

        bool Refers(Assembly assembly)
        {
            var name = assembly.GetName().Name!;
            if (refers.TryGetValue(name, out var known)) return known;
            // References have no circles.
            var any = false;
            foreach (var reference in assembly.GetReferencedAssemblies().Where(r => !IsFramework(r.Name!)))
                any |= refers.TryGetValue(reference.Name!, out var seen) ? seen : Load(reference) is { } loaded && Refers(loaded);
            if (any) found.Add(assembly);
            return refers[name] = any;
        }
    }

    // A package may refer to an assembly that the program does not have.
    private static Assembly? Load(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static bool IsFramework(string name) => name is "netstandard" or "mscorlib" or "System" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
