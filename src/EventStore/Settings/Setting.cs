using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace EventSourced.EventStore.Settings;

/// <summary>One setting, declared by a property.</summary>
/// <param name="Key">Its key, such as <c>Shop:Limits:Window</c>.</param>
/// <param name="Property">The property.</param>
/// <param name="Initial">The property's value when the setting is absent.</param>
/// <param name="Readers">The programs that read it.</param>
public sealed record Setting(string Key, PropertyInfo Property, object? Initial, SettingsReaders Readers)
{
    private const string Mask = "***";

    /// <summary>Its name as an environment variable; for a list, that of the first item.</summary>
    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal) + (IsList ? "__0" : "");

    /// <summary>Its description.</summary>
    public string Summary => XmlDocs.Summary(Property) ?? throw new InvalidOperationException($"{Property.DeclaringType!.Name}.{Property.Name} has no <summary>, which documents the setting {Key}.");

    /// <summary>Whether it is a list, whose items are set by index.</summary>
    public bool IsList => Property.PropertyType != typeof(string) && Property.PropertyType != typeof(byte[]) && Property.PropertyType.IsAssignableTo(typeof(IEnumerable));

    /// <summary>The default as text; null when there is none.</summary>
    public string? Default => Property.GetCustomAttribute<DefaultInWordsAttribute>()?.Words ?? Text(Initial);

    /// <summary>Whether <see cref="Default"/> is a description instead of a value.</summary>
    public bool DefaultIsInWords => Property.IsDefined(typeof(DefaultInWordsAttribute));

    /// <summary>The format of a value, in words.</summary>
    public string Format => IsList ? $"list of {FormatOf(Property.PropertyType.GetGenericArguments()[0])}" : FormatOf(Property.PropertyType);

    /// <summary>A value for display, with its secrets masked.</summary>
    /// <param name="value">The value.</param>
    public string Masked(string value) =>
        value.Length == 0 ? value
        : Property.IsDefined(typeof(SecretAttribute)) ? Mask
        : Property.IsDefined(typeof(HoldsPasswordAttribute)) ? WithoutPassword(value)
        : value;

    private static string FormatOf(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Boolean => "true or false",
        TypeCode.Int32 or TypeCode.Int64 => "whole number",
        TypeCode.String => "text",
        _ when type == typeof(TimeSpan) || type == typeof(TimeSpan?) => "time",
        _ when type == typeof(Uri) => "address",
        _ when type == typeof(byte[]) => "base64",
        _ => throw new InvalidOperationException($"{type.Name} is not supported as the type of a setting: add its format here."),
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

    // A value that cannot be parsed is masked as a whole: it may contain a password.
    private static string WithoutPassword(string value)
    {
        if (value.Contains("://", StringComparison.Ordinal)) return UriWithoutPassword(value);
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = value };
            foreach (var name in parts.Keys.Cast<string>().Where(IsSecret).ToList()) parts[name] = Mask;
            // libpq's form (password=… between spaces) is one value here.
            return parts.Count > 0 && !parts.Values.Cast<object>().Any(v => IsSecret($"{v}")) ? parts.ConnectionString : Mask;
        }
        catch (ArgumentException)
        {
            return Mask;
        }
    }

    // Without System.Uri, which does not support several hosts. A password that is not escaped correctly is masked nevertheless.
    private static string UriWithoutPassword(string value)
    {
        var start = value.IndexOf("://", StringComparison.Ordinal) + 3;
        var question = value.IndexOf('?', start) is var found and >= 0 ? found : value.Length;
        var (address, query) = (value[start..question], value[question..]);
        var at = address.LastIndexOf('@');
        if (at > 0 && address.IndexOf(':', 0, at) is var colon and >= 0) address = $"{address[..(colon + 1)]}{Mask}{address[at..]}";
        query = string.Join('&', query.Split('&').Select(p => p.Split('=')[0] is var name && IsSecret(name.TrimStart('?')) ? $"{name}={Mask}" : p));
        return value[..start] + (at < 0 && query.Contains('@') ? Mask : address + query);
    }

    private static bool IsSecret(string name) => name.Contains("password", StringComparison.OrdinalIgnoreCase) || name.Equals("pwd", StringComparison.OrdinalIgnoreCase);
}
