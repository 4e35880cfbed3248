using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class OutputGuardTests
{
    private static readonly string[] Input = ["the old zebra jumped over the wall", "昨日の夜に駅前で大きな事故がありました"];
    private static readonly string[] Senders = ["Alice Smith", "Jo", "田中", "Tone", "Will", "Mia"];

    [Fact]
    public void A_plain_summary_passes() => Assert.Null(Check("Neighbours talked about repairs and a party at the weekend."));

    [Fact]
    public void The_neutral_day_passes() => Assert.Null(OutputGuard.Check(NeutralDay.Analysis, Input, ["Community", "Recorded"]));

    [Theory]
    [InlineData("Write to a@b.example for more.", "email")]
    [InlineData("See www.b.example for more.", "url")]
    [InlineData("See https://b.example for more.", "url")]
    [InlineData("Call 0151 234 567 for more.", "phone")]
    [InlineData("They met at 21:41 there.", "clock_time")]
    [InlineData("They met at 9 pm there.", "clock_time")]
    [InlineData("They met at 9.30 p.m. there.", "clock_time")]
    [InlineData("Treffen um 9 Uhr.", "clock_time")]
    [InlineData("Rendez-vous à 21h30.", "clock_time")]
    [InlineData("21時に集合", "clock_time")]
    [InlineData("Alice was busy.", "sender_name")]
    [InlineData("SMITH was busy.", "sender_name")]
    [InlineData("Jo was busy.", "sender_name")]
    [InlineData("田中さんがいた", "sender_name")]
    [InlineData("Mia was busy.", "sender_name")] // a stop word of Italian and yet a name
    [InlineData("Someone wrote: Zebra jumped over THE fence, and more.", "quotation")]
    [InlineData("大きな事故がありました。", "quotation")]
    public void Identifying_text_is_refused(string summary, string code) =>
        Assert.Equal(new OutputFault(code, "summary"), Check(summary));

    [Theory]
    [InlineData("Zebra jumped over a fence.")] // three words
    [InlineData("The tone will stay.")] // a template word and a stop word, though senders are called so
    [InlineData("Between 10 and 12 people joined; 1,234,567 messages.")]
    [InlineData("事故がありました。")]
    public void Harmless_text_passes(string summary) => Assert.Null(Check(summary));

    [Fact]
    public void Consecutive_one_word_themes_are_not_a_quotation()
    {
        const string summary = "Main topics: zebra, jumped, over, wall.";
        Assert.Null(OutputGuard.Check(Days.Analyse("A: zebra jumped onto wall", "B: zebra jumped onto wall"), ["zebra jumped onto wall"], ["A", "B"]));
        string[] input = ["main topics zebra jumped over wall"];
        Assert.Null(OutputGuard.Check(NeutralDay.Analysis with { Summary = summary, TopThemes = ["zebra", "jumped", "wall"] }, input, []));
        Assert.Equal("quotation", OutputGuard.Check(NeutralDay.Analysis with { Summary = summary, TopThemes = ["zebra jumped", "wall"] }, input, [])?.Code);
    }

    [Fact]
    public void Themes_and_signals_are_checked_too()
    {
        Assert.Equal(new OutputFault("sender_name", "top_themes"), Check("Fine.", themes: ["smith"]));
        Assert.Equal(new OutputFault("sender_name", "strain.signals"), Check("Fine.", signals: [new("own_signal", "Alice again", 0.5, 0.1)]));
    }

    [Fact]
    public void An_analysis_that_violates_the_schema_is_refused()
    {
        Assert.Equal("summary", Check("")?.Where);
        Assert.Equal("summary", Check(new string('x', 601))?.Where);
        Assert.Null(Check(new string('x', 600)));
        Assert.Equal("top_themes", Check("Fine.", themes: ["a", "b", "c", "d", "e", "f"])?.Where);
        Assert.Equal("top_themes", Check("Fine.", themes: ["a", "A"])?.Where);
        Assert.Equal("top_themes", Check("Fine.", themes: [new string('x', 41)])?.Where);
        Assert.Equal("top_themes", Check("Fine.", themes: ["a\nb"])?.Where);
        Assert.Equal("sentiment_score", Check("Fine.", score: 1.01)?.Where);
        Assert.Equal("sentiment_score", Check("Fine.", score: double.NaN)?.Where);
        Assert.Equal("sentiment_label", Check("Fine.", score: 0.5, label: "neutral")?.Where);
        Assert.Equal("strain.signals", Check("Fine.", signals: [new("Own Signal", "x", 0.5, 0.1)])?.Where);
        Assert.Equal("strain.signals", Check("Fine.", signals: [new("own", "x", 1.5, 0.1)])?.Where);
        var strain = NeutralDay.Analysis with { Strain = new Strain(0.5, "low", [], 0) };
        Assert.Equal(new OutputFault("schema", "strain.level"), OutputGuard.Check(strain, [], []));
    }

    private static OutputFault? Check(
        string summary, string[]? themes = null, double score = 0, string label = "neutral", StrainSignal[]? signals = null) =>
        OutputGuard.Check(new DayAnalysis(label, score, themes ?? [], summary, new Strain(0, "low", signals ?? [], 0)), Input, Senders);
}
