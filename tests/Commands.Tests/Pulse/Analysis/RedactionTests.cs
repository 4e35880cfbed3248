using EventSourced.Commands.Pulse.Analysis;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class RedactionTests
{
    [Fact]
    public void Senders_are_numbered_in_order_of_appearance()
    {
        var redaction = new Redaction(["Bob", "Alice", "Bob"]);
        Assert.Equal(["P1", "P2", "P3", "P1"], new[] { "Bob", "Alice", "Carol", "Bob" }.Select(redaction.Sender));
    }

    [Theory]
    [InlineData("mail me: a.b+c@mail.example.org.", "mail me: [email].")]
    [InlineData("see https://a.example/x?y=1&z=a@b.c now", "see [url] now")]
    [InlineData("HTTP://A.EXAMPLE www.b.example", "[url] [url]")]
    [InlineData("awww. so nice", "awww. so nice")]
    [InlineData("call +49 (151) 123-456.78 or 1234567", "call [phone] or [phone]")]
    [InlineData("call 123456 or 12 apples, 34 pears", "call 123456 or 12 apples, 34 pears")]
    [InlineData("１２３４５６７", "[phone]")] // full width
    [InlineData("٠١٢٣٤٥٦٧", "[phone]")] // Arabic digits
    [InlineData("nothing here", "nothing here")]
    public void Contacts_are_replaced(string text, string redacted) => Assert.Equal(redacted, new Redaction([]).Text(text));

    [Theory]
    [InlineData("Thanks Alice Smith!", "Thanks P1!")]
    [InlineData("thanks alice, ALICE", "thanks P1, P1")]
    [InlineData("the Smiths and Alice's dog", "the Smiths and P1's dog")]
    [InlineData("@Jo: 田中さん", "@P2: P3さん")]
    [InlineData("ask The Chairman", "ask The P4")] // "the" is a stop word
    [InlineData("phone me: 1234567", "P5 me: [phone]")]
    public void Known_senders_are_replaced_in_the_text(string text, string redacted) =>
        Assert.Equal(redacted, new Redaction(["Alice Smith", "Jo", "田中", "The Chairman", "Phone"]).Text(text));

    [Fact]
    public void Long_adversarial_texts_are_processed_in_linear_time()
    {
        // Quadratic work on these texts would take minutes.
        var redaction = new Redaction([]);
        foreach (var text in new[] { new string('a', 200_000) + " @", new string('1', 200_000), string.Concat(Enumerable.Repeat("1 ", 100_000)), string.Concat(Enumerable.Repeat("a@", 100_000)) })
            Assert.NotNull(redaction.Text(text));
    }
}
