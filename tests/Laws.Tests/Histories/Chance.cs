using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Laws.Tests.Histories;

/// <summary>Values as they come, the odd ones more often than life brings them.</summary>
internal static class Chance
{
    private static readonly string[] s_texts =
    [
        "Garden & Gate", "it's \"quoted\", 'twice' \\ and \\\\ back", "line one\nline two\r\n\ttabbed", "🌱👩‍👩‍👧‍👦🏳️‍🌈 emojis", "明日の会議は何時ですか", "مرحبا بالعالم \u200f!", "Zürich naïve ﬁ e\u0301",
        "{\"looks\":[\"like\",\"json\"]}", "a,b;c|d\t(e)", "$1 %s ${x} {0} --drop", "\\N", "null", " spaces around ", "\u200b\ufeff\u2028", "ⅷ 𝒳 \U0010FFFD",
    ];

    private static readonly double[] s_reals = [0, 1, -1, 0.1, 1.0 / 3, 0.01, 0.99, -0.57, 1e-7, 5e-324, 1.7976931348623157e308, 123456789.123456789];

    public static T Of<T>(this Random random, IReadOnlyList<T> some) => some[random.Next(some.Count)];

    public static bool Once(this Random random, int inSoMany) => random.Next(inSoMany) == 0;

    /// <summary>Text that is there.</summary>
    public static string Text(this Random random) => random.Next(12) switch
    {
        0 => string.Concat(Enumerable.Repeat(random.Of(s_texts), random.Next(200, 800))),
        1 => "x",
        _ => $"{random.Of(s_texts)} {random.Next(100)}",
    };

    /// <summary>Text that may be empty.</summary>
    public static string AnyText(this Random random) => random.Once(4) ? "" : random.Text();

    public static double Real(this Random random) => random.Once(2) ? random.Of(s_reals) : Math.Round(random.NextDouble(), 2);

    public static int Count(this Random random) => random.Next(10) switch { 0 => 0, 1 => int.MaxValue, _ => random.Next(1, 5_000) };

    public static long Size(this Random random) => random.Next(10) switch { 0 => 0, 1 => long.MaxValue, 2 => (1L << 53) + 1, _ => random.NextInt64(1, 1 << 30) };

    public static List<T> Some<T>(this Random random, int most, Func<Random, T> one) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => one(random))];

    public static Guid Guid(this Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public static string Sha256(string of) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)));
}
