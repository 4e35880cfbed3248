using System.Text;

namespace EventSourced.Contracts.Tests;

public sealed class StorableTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("grün 緑 \uD83D\uDE00 \uFFFD", true)]
    [InlineData("a\0", false)]
    [InlineData("\uD83D\uDE00\0", false)]
    [InlineData("\0\uD83D\uDE00", false)]
    [InlineData(@"\uD800", false)]
    [InlineData(@"\uDC00\uD800", false)]
    [InlineData(@"\uD800\uD83D\uDE00", false)]
    public void Text_must_not_contain_NUL_or_lone_surrogates(string text, bool storable)
    {
        // The compiler writes attributes as UTF-8, which cannot contain lone surrogates, so they are escaped.
        text = System.Text.RegularExpressions.Regex.Unescape(text);
        Assert.Equal(storable, Storable.FaultOf(text) is null);
        Assert.Null(Storable.FaultOf(Storable.Replace(text)));
        if (storable) Assert.Equal(text, Storable.Replace(text));
    }

    [Theory]
    [InlineData("""{"a":"\u00e4\ud83d\ude00","b":[1,-2.5e10,null,true,{}]}""", null)]
    [InlineData("""{"a":"\u0000"}""", "a")]
    [InlineData("""{"a":[{"b":"x"},{"b":"\ud800"}]}""", "a[1].b")]
    [InlineData("""{"a":[1,[2,"\u0000"]],"c":1}""", "a[1][1]")]
    [InlineData("""{"a":{"b":1},"c":"\udc00"}""", "c")]
    [InlineData("""{"a":1e999}""", "a")]
    [InlineData("""{"a":[0,-1e999]}""", "a[1]")]
    [InlineData("""{"a":1e-400}""", "a")]
    [InlineData("""{"a":0e-400}""", null)]
    [InlineData("""["\u0000"]""", "[0]")]
    [InlineData("""{"a":{"b":}}""", "a.b")]
    public void A_fault_in_JSON_has_its_path(string json, string? path) => Assert.Equal(path, Storable.FaultsOfJson(json).Select(f => f.Path).FirstOrDefault());

    [Fact]
    public void Names_of_members_follow_the_rule_for_text()
    {
        Assert.Equal("a.\uFFFD", Assert.Single(Storable.FaultsOfJson("""{"a":{"\u0000":1}}""")).Path);
        Assert.Single(Storable.FaultsOfJson("""{"\ud800":1}"""));
    }

    [Fact]
    public void Invalid_UTF8_too_deep_nesting_and_too_long_numbers_are_refused()
    {
        Assert.NotEmpty(Storable.FaultsOfJson([.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]));
        Assert.NotEmpty(Storable.FaultsOfJson([.. "\""u8, 0xED, 0xA0, 0x80, .. "\""u8]));
        Assert.NotEmpty(Storable.FaultsOfJson(new string('[', 65) + new string(']', 65)));
        Assert.Empty(Storable.FaultsOfJson(new string('[', 64) + new string(']', 64)));
        Assert.NotEmpty(Storable.FaultsOfJson(new string('1', 1001)));
        Assert.NotNull(Storable.FaultOf("\xC3"u8[..1]));
        Assert.Null(Storable.FaultOf(Encoding.UTF8.GetBytes("ü")));
    }
}
