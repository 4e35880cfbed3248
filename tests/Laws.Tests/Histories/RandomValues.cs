using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Laws.Tests.Histories;

/// <summary>Random values. Edge cases are more frequent than in real data.</summary>
internal static class RandomValues
{
    private static readonly string[] s_texts =
    [
        "Garden & Gate", "it's \"quoted\", 'twice' \\ and \\\\ back", "line one\nline two\r\n\ttabbed", "🌱👩‍👩‍👧‍👦🏳️‍🌈 emojis", "明日の会議は何時ですか", "مرحبا بالعالم \u200f!", "Zürich naïve ﬁ e\u0301",
        "{\"looks\":[\"like\",\"json\"]}", "a,b;c|d\t(e)", "$1 %s ${x} {0} --drop", "\\N", "null", " spaces around ", "\u200b\ufeff\u2028", "ⅷ 𝒳 \U0010FFFD",
    ];

    private static readonly double[] s_reals = [0, 1, -1, 0.1, 1.0 / 3, 0.01, 0.99, -0.57, 1e-7, 5e-324, 1.7976931348623157e308, 123456789.123456789];

    public static T Pick<T>(this Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];

    public static bool OneIn(this Random random, int count) => random.Next(count) == 0;

    /// <summary>A text that is not empty.</summary>
    public static string Text(this Random random) => random.Next(12) switch
    {
        0 => string.Concat(Enumerable.Repeat(random.Pick(s_texts), random.Next(200, 800))),
        1 => "x",
        _ => $"{random.Pick(s_texts)} {random.Next(100)}",
    };

    /// <summary>A text that may be empty.</summary>
    public static string TextOrEmpty(this Random random) => random.OneIn(4) ? "" : random.Text();

    public static double Real(this Random random) => random.OneIn(2) ? random.Pick(s_reals) : Math.Round(random.NextDouble(), 2);

    public static int Count(this Random random) => random.Next(10) switch { 0 => 0, 1 => int.MaxValue, _ => random.Next(1, 5_000) };

    public static long Size(this Random random) => random.Next(10) switch { 0 => 0, 1 => long.MaxValue, 2 => (1L << 53) + 1, _ => random.NextInt64(1, 1 << 30) };

    public static List<T> ListOf<T>(this Random random, int max, Func<Random, T> create) => [.. Enumerable.Range(0, random.Next(max + 1)).Select(_ => create(random))];

    public static Guid Guid(this Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
