using System.Text.RegularExpressions;

namespace EventSourced.Commands.Boost.People;

/// <summary>Addresses as archives and lists of people write them, with many disguises of the at sign.</summary>
internal static partial class AddressText
{
    /// <summary>The address in small letters, without disguise and without signs around it; null when the text is none.</summary>
    /// <param name="text">The text: <c>Ann (a) example.org</c>.</param>
    public static string? Read(string? text)
    {
        var address = AtSign().Replace((text ?? "").Trim(), "@").Trim('.', ',', ';', '(', ')', '[', ']', ' ').ToLowerInvariant();
        return Form().IsMatch(address) ? address : null;
    }

    [GeneratedRegex(@"\s*(?:-at-|\(at\)|\[at\]|<at>|\(a\)|\sat\s)\s*", RegexOptions.IgnoreCase)]
    private static partial Regex AtSign();

    [GeneratedRegex(@"\A[^\s@]+@[^\s@]+\z")]
    private static partial Regex Form();
}
