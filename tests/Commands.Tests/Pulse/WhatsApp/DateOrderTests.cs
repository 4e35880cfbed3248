using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class DateOrderTests
{
    [Theory]
    [InlineData("one first number above twelve", DateOrder.DayFirst, "05/06/2023, 10:00", "13/06/2023, 10:00")]
    [InlineData("one second number above twelve", DateOrder.MonthFirst, "05/06/2023, 10:00", "05/13/2023, 10:00")]
    [InlineData("four digits first", DateOrder.YearFirst, "2023/05/06, 10:00", "2023/05/07, 10:00")]
    [InlineData("no step back only with the day first", DateOrder.DayFirst, "11/01/2023, 10:00", "02/03/2023, 10:00")]
    [InlineData("no step back only with the month first", DateOrder.MonthFirst, "01/11/2023, 10:00", "03/02/2023, 10:00")]
    [InlineData("tie, twelve hours and slashes", DateOrder.MonthFirst, "5/6/23, 10:00 AM", "5/6/23, 10:01 AM")]
    [InlineData("tie, twelve hours and dots", DateOrder.DayFirst, "5.6.23, 10:00 AM", "5.6.23, 10:01 AM")]
    [InlineData("tie, 24 hours and slashes", DateOrder.DayFirst, "05/06/2023, 10:00", "05/06/2023, 10:01")]
    [InlineData("tie of two days a month or a day apart", DateOrder.MonthFirst, "1/2/24, 9:41 PM", "2/2/24, 9:41 PM")]
    [InlineData("days in a row only with the day first", DateOrder.DayFirst, "05/12/2024, 8:00 AM", "06/12/2024, 8:00 AM", "07/12/2024, 8:00 AM")]
    [InlineData("days in a row only with the month first", DateOrder.MonthFirst, "12.5.24, 8:00", "12.6.24, 8:00", "12.7.24, 8:00")]
    [InlineData("two digits of the year first", DateOrder.YearFirst, "23. 12. 1. 21:00", "23. 12. 2. 21:00", "23. 12. 30. 21:00")]
    [InlineData("a last number of one digit", DateOrder.YearFirst, "23. 12. 9. 21:00", "23. 12. 10. 21:00")]
    [InlineData("years apart unless the year is first", DateOrder.YearFirst, "21.05.14, 21:00", "21.05.16, 21:00", "21.05.29, 21:00")]
    [InlineData("an East Asian half of the day", DateOrder.YearFirst, "15/6/13 下午9:00", "15/6/14 上午9:00")]
    [InlineData("a first number that is no day", DateOrder.YearFirst, "35-12-30, 21:00")]
    public void The_date_order_of_a_file_is(string why, DateOrder expected, params string[] stamps)
    {
        var scan = Transcript.Parse(string.Concat(stamps.Select(s => s + " - Alice: Hello\n"))).Scan;
        Assert.True(expected == scan.Form.DateOrder, $"{why}: {scan.Form.DateOrder}");
    }

    [Theory]
    [InlineData("<Mídia oculta>", DateOrder.DayFirst)]
    [InlineData("Diese Nachricht wurde gelöscht", DateOrder.DayFirst)]
    [InlineData("tekst <Dit bericht is bewerkt>", DateOrder.DayFirst)]
    [InlineData("IMG-20210705-WA0001.jpg (fichier joint)", DateOrder.DayFirst)]
    [InlineData("<Media omitted>", DateOrder.MonthFirst)]
    public void The_language_of_WhatsApps_own_words_indicates_the_order(string body, DateOrder expected)
    {
        var scan = Transcript.Parse($"5/7/21, 9:15 PM - Alice: {body}\n6/7/21, 9:15 PM - Bob: x\n").Scan;
        Assert.Equal(expected, scan.Form.DateOrder);
        Assert.Contains(scan.Warnings, w => w.Code == "date_order_assumed");
    }

    [Fact]
    public void A_date_without_a_year_that_goes_back_after_a_written_year_is_of_the_next_year()
    {
        var days = Transcript.Parse("28 Aug 2013, 19:23 - A: x\n3 Mar, 19 h 23 - A: y\n9 Mar, 19 h 25 - A: z\n".Replace("2013, 19:23", "2013, 19 h 23")).Entries.Select(e => e.WallTime.ToString("yyyy-MM-dd HH:mm"));
        Assert.Equal(["2013-08-28 19:23", "2014-03-03 19:23", "2014-03-09 19:25"], days);
    }

    [Fact]
    public void The_last_line_can_decide_the_date_order_of_all_lines()
    {
        var text = string.Concat(Enumerable.Range(0, 500).Select(i => $"01/02/2023, 10:00 - Alice: {i}\n")) + "25/02/2023, 10:00 - Alice: last\n";
        var (scan, entries) = Transcript.Parse(text);
        Assert.Equal(DateOrder.DayFirst, scan.Form.DateOrder);
        Assert.All(entries.Take(500), e => Assert.Equal(new DateTime(2023, 2, 1, 10, 0, 0), e.WallTime));
    }

    [Fact]
    public void A_file_out_of_time_order_keeps_its_order_of_lines()
    {
        var (scan, entries) = Transcript.Parse("25/03/2022, 10:00 - A: x\n18/03/2022, 10:00 - A: y\n26/03/2022, 10:00 - A: z\n");
        Assert.Equal(["x", "y", "z"], entries.Select(e => e.Text));
        Assert.Equal(new DateOnly(2022, 3, 18), scan.FirstDay);
        Assert.Equal(new DateOnly(2022, 3, 26), scan.LastDay);
    }

    [Fact]
    public void Contradicting_dates_are_reported_with_their_lines()
    {
        var failure = Transcript.Failure("13/06/2023, 10:00 - A: y\nz\n06/14/2023, 10:00 - A: z\n");
        Assert.Equal("ambiguous_date_format", failure.Code);
        Assert.Contains("line 1 and line 3", failure.Message);
        Assert.Contains("--date-order", failure.Message);
        Assert.Equal(3, failure.Line);
    }

    [Theory]
    [InlineData("31/04/2023, 10:00 - A: x\n", 1)]
    [InlineData("28/02/2023, 10:00 - A: x\n29/02/2023, 10:00 - A: y\n", 2)]
    [InlineData("2023-13-01, 10:00 - A: x\n", 1)]
    public void A_date_that_does_not_exist_fails_with_its_line(string text, long line)
    {
        var failure = Transcript.Failure(text);
        Assert.Equal(("ambiguous_date_format", line), (failure.Code, failure.Line));
    }

    [Fact]
    public void A_number_above_twelve_is_no_month() => Assert.Null(Header.Date((20L << 32) | (3 << 16) | 19, DateOrder.MonthFirst, default));

    [Fact]
    public void A_date_that_does_not_exist_is_named_as_written()
    {
        using var stream = new MemoryStream("12/31/23, 21:41 - Alice: a\n"u8.ToArray());
        Assert.Contains("12/31/23", Assert.Throws<TranscriptException>(() => TranscriptScanner.Scan(stream, CancellationToken.None, options: new(Stated: DateOrder.DayFirst))).Message);
    }
}
