using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class MessageHashTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("secret of the community");
    private readonly MessageHasher _hasher = new(Key);

    [Theory]
    [InlineData("Alice", "alice")]
    [InlineData("  Alice   SMITH ", "alice smith")]
    [InlineData("\u200EAlice\u00A0Smith\u202C", "alice smith")]
    [InlineData("~ Theo", "theo")]
    [InlineData("Ａｌｉｃｅ", "alice")]
    [InlineData("ÉMILE", "émile")]
    [InlineData("E\u0301mile", "émile")]
    [InlineData("+44 20 7946-0000", "+442079460000")]
    [InlineData("\u202A+44 (20) 7946 0000\u202C", "+442079460000")]
    [InlineData("020 7946 0000", "+02079460000")]
    [InlineData("+٤٤ ٢٠ ٧٩٤٦ ٠٠٠٠", "+442079460000")]
    [InlineData("Flat 12", "flat 12")]
    [InlineData("1234", "1234")]
    [InlineData("Bob +44 20 7946 0000", "bob +44 20 7946 0000")]
    public void A_sender_is_normalised(string sender, string expected) => Assert.Equal(expected, MessageHasher.NormaliseSender(sender));

    [Theory]
    [InlineData("Hello", null, "Hello")]
    [InlineData("  Hello \n\n World\t! ", null, "Hello World !")]
    [InlineData("ﬁne　ｄａｙ", null, "fine day")]
    [InlineData("KEEP Case", null, "KEEP Case")]
    [InlineData("", null, "")]
    [InlineData(" \n ", null, "")]
    [InlineData("", "IMG-1.jpg", "[media:IMG-1.jpg]")]
    [InlineData("look  here", "IMG-1.jpg", "[media:IMG-1.jpg] look here")]
    [InlineData("e\u0301", null, "é")]
    public void A_text_is_normalised(string text, string? attachment, string expected) =>
        Assert.Equal(expected, MessageHasher.NormaliseText(text, attachment));

    [Fact]
    public void A_lone_surrogate_is_replaced() => Assert.Equal("a\uFFFDb é", MessageHasher.NormaliseText("a\uD83Db  é", null));

    [Fact]
    public void The_sender_hash_is_an_hmac_in_lower_case_hex()
    {
        var expected = Convert.ToHexString(HMACSHA256.HashData(Key, "alice"u8)).ToLowerInvariant();
        Assert.Equal(expected, _hasher.SenderHash("Alice"));
        Assert.Equal(expected, _hasher.SenderHash(" ALICE "));
        Assert.NotEqual(expected, new MessageHasher("another"u8).SenderHash("Alice"));
    }

    [Fact]
    public void The_content_hash_covers_sender_text_and_ordinal()
    {
        var sender = _hasher.SenderHash("Alice");
        Assert.Equal(Sha256(sender + "\nwho is this?"), MessageHasher.ContentHash(sender, "who is this?", 1));
        Assert.Equal(Sha256(sender + "\nwho is this?\n#2"), MessageHasher.ContentHash(sender, "who is this?", 2));
        var lengthy = new string('é', 5000);
        Assert.Equal(Sha256(sender + "\n" + lengthy), MessageHasher.ContentHash(sender, lengthy, 1));
    }

    [Fact]
    public void Identical_messages_of_a_sender_on_a_day_are_numbered_in_file_order()
    {
        var day = new DayDeduper(_hasher);
        var hashes = new[] { day.Add("Alice", "ok", null), day.Add("Bob", "ok", null), day.Add("Alice", " ok ", null), day.Add("Alice", "OK", null), day.Add("ALICE", "ok", null) };
        var (alice, bob) = (_hasher.SenderHash("Alice"), _hasher.SenderHash("Bob"));
        Assert.Equal(
            [Sha256(alice + "\nok"), Sha256(bob + "\nok"), Sha256(alice + "\nok\n#2"), Sha256(alice + "\nOK"), Sha256(alice + "\nok\n#3")],
            hashes.Select(h => h.ContentHash));
        Assert.Equal([alice, bob, alice, alice, alice], hashes.Select(h => h.SenderHash));
    }

    [Fact]
    public void Ordinals_restart_each_day_and_media_differ_by_name()
    {
        var first = new DayDeduper(_hasher).Add("Alice", "ok", null);
        Assert.Equal(first, new DayDeduper(_hasher).Add("Alice", "ok", null));
        Assert.NotEqual(new DayDeduper(_hasher).Add("Alice", "", "a.jpg"), new DayDeduper(_hasher).Add("Alice", "", "b.jpg"));
    }

    [Fact]
    public void A_longer_export_gives_the_same_hashes_for_the_earlier_messages()
    {
        string[] texts = ["ok", "ok", "yes", "ok", "no", "yes"];
        IEnumerable<string> Hashes(int count)
        {
            var day = new DayDeduper(_hasher);
            return texts.Take(count).Select(t => day.Add("Alice", t, null).ContentHash).ToList();
        }
        Assert.Equal(Hashes(4), Hashes(6).Take(4));
        Assert.Equal(6, Hashes(6).Distinct().Count());
    }

    private static string Sha256(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
}
