using System.Reflection;
using System.Text.RegularExpressions;

namespace EventSourced.ReadTables.Definition;

/// <summary>Names of tables and columns.</summary>
internal static partial class DocumentedNames
{
    /// <exception cref="FaultException">The documented name is invalid.</exception>
    public static string Of(MemberInfo member)
    {
        if (member.GetCustomAttribute<DocumentedNameAttribute>(inherit: false) is not { } documented) return SnakeCase.Of(member.Name);
        return ValidName().IsMatch(documented.Name)
            ? documented.Name
            : throw new FaultException($"{member.Name} has the documented name \"{documented.Name}\".", "A name is a lower-case letter, then lower-case letters, digits and underscores, at most 63 in all.");
    }

    // PostgreSQL truncates longer names.
    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex ValidName();
}
