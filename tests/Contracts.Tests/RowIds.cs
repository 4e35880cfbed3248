using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Contracts.Tests;

public sealed class RowIds
{
    [Fact]
    public void an_id_never_changes()
    {
        // A fixed value: a change here changes the id of every existing row.
        Assert.Equal(Computed("brand.tenants", "acme"), RowId.Of("brand.tenants", "acme"));
        Assert.Equal(472893968015135497L, RowId.Of("brand.tenants", "acme"));
    }

    [Fact]
    public void table_and_all_parts_of_the_key_affect_the_id()
    {
        long[] ids =
        [
            RowId.Of("brand.tenants", "acme"), RowId.Of("brand.tenants", "acmf"), RowId.Of("brand.tenant", "sacme"), RowId.Of("brand.tenants"),
            RowId.Of("brand.tenants", "ac", "me"), RowId.Of("brand.tenants", "a", "cme"), RowId.Of("brand.tenants", "acme", ""), RowId.Of("brand.tenants", "", "acme"),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void an_id_is_never_negative_and_does_not_collide_among_many()
    {
        var ids = Enumerable.Range(0, 200_000).Select(i => RowId.Of("shop.orders", i.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToHashSet();
        Assert.Equal(200_000, ids.Count);
        Assert.All(ids, id => Assert.True(id >= 0));
        // All 63 bits are in use.
        Assert.Equal(long.MaxValue, ids.Aggregate(0L, (all, id) => all | id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void keys_that_differ_in_one_part_have_their_own_ids(int part)
    {
        // Many more keys than a thread keeps ids of.
        for (var i = 0; i < 20_000; i++)
        {
            string[] key = ["a", "b", "c", "d"];
            key[part] = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            for (var parts = part + 1; parts <= key.Length; parts++)
            {
                var expected = Computed("shop.orders", key[..parts]);
                Assert.Equal(expected, RowId.Of("shop.orders", key[..parts]));
                Assert.Equal(expected, RowId.Of("shop.orders", key[..parts]));
            }
        }
    }

    [Fact]
    public void any_text_is_a_key() => Assert.NotEqual(RowId.Of("t", "ä"), RowId.Of("t", "a\u0308"));

    /// <summary>The documented algorithm, implemented in another way.</summary>
    private static long Computed(string table, params string[] key)
    {
        using MemoryStream all = new();
        foreach (var part in (string[])[table, .. key])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            all.Write([(byte)(bytes.Length >> 24), (byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length]);
            all.Write(bytes);
        }
        var hash = Convert.ToHexString(SHA256.HashData(all.ToArray()));
        return (long)(ulong.Parse(hash[..16], System.Globalization.NumberStyles.HexNumber) >> 1);
    }
}
