using System.Globalization;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>A release of Boost. Releases are ordered by their numbers: 1.9.0 comes before 1.10.0.</summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
/// <param name="Patch">Third number.</param>
public readonly partial record struct BoostRelease(int Major, int Minor, int Patch) : IComparable<BoostRelease>
{
    /// <summary>The first release that is recorded.</summary>
    public static readonly BoostRelease First = new(1, 16, 1);

    /// <summary>The form of a release in messages.</summary>
    public const string Sentence = "the tag of a release with three numbers, such as boost-1.84.0; from boost-1.16.1 on, without betas";

    /// <summary>Its tag, which is the documented version string: <c>boost-1.84.0</c>.</summary>
    public string Tag => string.Create(CultureInfo.InvariantCulture, $"boost-{Major}.{Minor}.{Patch}");

    /// <summary>
    /// Reads a version: <c>boost-1.84.0</c> or <c>1.84.0</c>. False for anything else. <c>1.65</c> may mean 1.65.0 or 1.65.1, and betas are no releases.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="release">The release.</param>
    public static bool TryParse(string? text, out BoostRelease release)
    {
        release = default;
        if (text is null || Form().Match(text) is not { Success: true } match) return false;
        release = new(Number(match, 1), Number(match, 2), Number(match, 3));
        return release.CompareTo(First) >= 0;
    }

    /// <summary>The tag of a version that has been checked.</summary>
    /// <param name="text">The version.</param>
    public static string TagOf(string text) => Parse(text).Tag;

    /// <summary>Reads a version that has been checked.</summary>
    /// <param name="text">The version.</param>
    public static BoostRelease Parse(string text) => TryParse(text, out var release) ? release : throw new FormatException($"\"{text}\" is not {Sentence}.");

    /// <inheritdoc/>
    public int CompareTo(BoostRelease other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <inheritdoc/>
    public override string ToString() => Tag;

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    // Without leading zeros, so that a release has one spelling.
    [GeneratedRegex(@"\A(?:boost-)?(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\z")]
    private static partial Regex Form();
}
