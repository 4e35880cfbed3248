using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace EventSourced.EventStore.Settings;

/// <summary>One setting, as its property declares it.</summary>
/// <param name="Key">Its key, such as <c>Shop:Limits:Window</c>.</param>
/// <param name="Property">The property.</param>
/// <param name="Initial">What the property holds when nothing is set.</param>
/// <param name="Readers">Who reads it.</param>
public sealed record Setting(string Key, PropertyInfo Property, object? Initial, SettingsReaders Readers)
{
    private const string Hidden = "***";

    /// <summary>Its name as an environment variable; the items of a list have their index behind it.</summary>
    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal) + (IsList ? "__0" : "");

    /// <summary>What it is for.</summary>
    public string Summary => XmlDocs.Summary(Property) ?? throw new InvalidOperationException($"{Property.DeclaringType!.Name}.{Property.Name} has no <summary>, which documents the setting {Key}.");

    /// <summary>Whether it is a list, each item of which is set by its index.</summary>
    public bool IsList => Property.PropertyType != typeof(string) && Property.PropertyType != typeof(byte[]) && Property.PropertyType.IsAssignableTo(typeof(IEnumerable));

    /// <summary>The default as it would be written; null when there is none.</summary>
    public string? Default => Property.GetCustomAttribute<DefaultInWordsAttribute>()?.Words ?? Text(Initial);

    /// <summary>Whether <see cref="Default"/> is a description and not a value.</summary>
    public bool DefaultIsInWords => Property.IsDefined(typeof(DefaultInWordsAttribute));

    /// <summary>How a value is written.</summary>
    public string Form => IsList ? $"list of {FormOf(Property.PropertyType.GetGenericArguments()[0])}" : FormOf(Property.PropertyType);

    /// <summary>A value as it may be shown: without secrets.</summary>
    /// <param name="value">The value.</param>
    public string Shown(string value) =>
        value.Length == 0 ? value
        : Property.IsDefined(typeof(SecretAttribute)) ? Hidden
        : Property.IsDefined(typeof(HoldsPasswordAttribute)) ? WithoutPassword(value)
        : value;

    private static string FormOf(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Boolean => "true or false",
        TypeCode.Int32 or TypeCode.Int64 => "whole number",
        TypeCode.String => "text",
        _ when type == typeof(TimeSpan) || type == typeof(TimeSpan?) => "time",
        _ when type == typeof(Uri) => "address",
        _ when type == typeof(byte[]) => "base64",
        _ => throw new InvalidOperationException($"{type.Name} is no type of a setting yet: say here how it is written."),
    };

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text.Length == 0 ? null : text,
        bool yes => yes ? "true" : "false",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(Text)) is { Length: > 0 } items ? items : null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    // What cannot be read is not shown at all: it may be a password in a form that this does not know.
    private static string WithoutPassword(string value)
    {
        if (value.Contains("://", StringComparison.Ordinal)) return UriWithoutPassword(value);
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = value };
            foreach (var name in parts.Keys.Cast<string>().Where(IsSecret).ToList()) parts[name] = Hidden;
            // libpq's form (password=… between spaces) is one value here.
            return parts.Count > 0 && !parts.Values.Cast<object>().Any(v => IsSecret($"{v}")) ? parts.ConnectionString : Hidden;
        }
        catch (ArgumentException)
        {
            return Hidden;
        }
    }

    // Not by System.Uri: an address of several hosts is none. A password that is not escaped as it should be is hidden all the same.
    private static string UriWithoutPassword(string value)
    {
        var start = value.IndexOf("://", StringComparison.Ordinal) + 3;
        var question = value.IndexOf('?', start) is var found and >= 0 ? found : value.Length;
        var (address, query) = (value[start..question], value[question..]);
        var at = address.LastIndexOf('@');
        if (at > 0 && address.IndexOf(':', 0, at) is var colon and >= 0) address = $"{address[..(colon + 1)]}{Hidden}{address[at..]}";
        query = string.Join('&', query.Split('&').Select(p => p.Split('=')[0] is var name && IsSecret(name.TrimStart('?')) ? $"{name}={Hidden}" : p));
        return value[..start] + (at < 0 && query.Contains('@') ? Hidden : address + query);
    }

    private static bool IsSecret(string name) => name.Contains("password", StringComparison.OrdinalIgnoreCase) || name.Equals("pwd", StringComparison.OrdinalIgnoreCase);
}
