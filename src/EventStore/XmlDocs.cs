using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EventSourced.EventStore;

/// <summary>Summaries of types and properties, and texts of parameters, from the XML documentation file next to an assembly.</summary>
public static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, string>> s_files = [];

    /// <summary>The summary of a type, or null.</summary>
    /// <param name="type">The type.</param>
    public static string? Summary(Type type) => Find(type.Assembly, "T:" + Id(type));

    /// <summary>The summary of a property, or null.</summary>
    /// <param name="property">The property.</param>
    public static string? Summary(PropertyInfo property) =>
        Find(property.DeclaringType!.Assembly, $"P:{Id(property.DeclaringType)}.{property.Name}");

    /// <summary>The text of a parameter of a record, which is also its property, or null.</summary>
    /// <param name="type">The record.</param>
    /// <param name="parameter">The parameter.</param>
    public static string? Parameter(Type type, string parameter) => Find(type.Assembly, $"T:{Id(type)}({parameter}");

    private static string Id(Type type) => type.FullName!.Replace('+', '.');

    private static string? Find(Assembly assembly, string member) => s_files.GetOrAdd(assembly, Load).GetValueOrDefault(member);

    private static Dictionary<string, string> Load(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(path))
            throw new InvalidOperationException($"{path} is missing: build {assembly.GetName().Name} with GenerateDocumentationFile. Comments of columns and descriptions of settings come from this file.");
        return XDocument.Load(path).Descendants("member")
            .SelectMany(m => m.Elements().Where(e => e.Name == "summary" || e.Name == "param")
                .Select(e => (Name: m.Attribute("name")!.Value + (e.Name == "param" ? "(" + e.Attribute("name")!.Value : ""), Element: e)))
            .DistinctBy(d => d.Name)
            .ToDictionary(d => d.Name, d => Text(d.Element));
    }

    private static string Text(XElement summary)
    {
        // <see cref="X"/> and <paramref name="x"/> have no text of their own: use the last part of the name.
        foreach (var reference in summary.Descendants().Where(e => !e.Nodes().Any()).ToList())
            reference.Value = (reference.Attributes().FirstOrDefault()?.Value ?? "").Split('.', ':')[^1];
        return Whitespace().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
