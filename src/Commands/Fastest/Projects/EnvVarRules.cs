using System.Text.RegularExpressions;

namespace EventSourced.Commands.Fastest.Projects;

/// <summary>Rules of environment variables (specification, 2.2).</summary>
public static partial class EnvVarRules
{
    /// <summary>Maximum length of a value.</summary>
    public const int MaxValue = 100_000;

    /// <summary>Whether a text can be the name of a variable.</summary>
    /// <param name="key">The text.</param>
    public static bool IsKey(string? key) => key is { Length: <= FastestFields.NameLength } && KeyRule().IsMatch(key);

    /// <summary>Where a secret value belongs, for <see cref="SecretBox"/>.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="key">The name.</param>
    public static string UseOf(Guid projectId, string key) => $"env/{projectId}/{key}";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex KeyRule();
}
