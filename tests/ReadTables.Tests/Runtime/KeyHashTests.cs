using System.Globalization;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class KeyHashTests
{
    [Fact]
    public void Similar_texts_have_different_hashes()
    {
        var texts = Enumerable.Range(0, 300_000).Select(i => i.ToString(CultureInfo.InvariantCulture))
            .Concat(Enumerable.Range(0, 300_000).Select(i => $"src/part{i}/file{i}.cs"))
            .Concat(Enumerable.Range(1, 100).Select(i => new string('\0', i)))
            .Append("").Append(null!).ToList();
        Assert.Equal(texts.Count, texts.Select(KeyHash.Of).Distinct().Count());
    }

    [Fact]
    public void The_order_and_the_border_of_parts_count()
    {
        long[] hashes = [Two("ab", "c"), Two("a", "bc"), Two("c", "ab"), Two("", "abc"), Two("abc", "")];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());

        static long Two(string one, string other) => KeyHash.Combine(KeyHash.Combine(0, KeyHash.Of(one)), KeyHash.Of(other));
    }
}
