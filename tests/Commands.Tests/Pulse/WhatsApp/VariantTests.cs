using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class VariantTests
{
    private const string NewYearsEve = "2023-12-31T21:41:00";
    private const string WithSeconds = "2023-12-31T21:41:05";

    [Theory]
    // The table in the specification.
    [InlineData("31/12/2023, 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("12/31/23, 9:41 PM - Alice: Hello", NewYearsEve)]
    [InlineData("12/31/23, 9:41\u202FPM - Alice: Hello", NewYearsEve)]
    [InlineData("12/31/23, 9:41\u00A0PM - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/2023 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31.12.23, 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("2023-12-31, 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("[31/12/2023, 21:41:05] Alice: Hello", WithSeconds)]
    [InlineData("[12/31/23, 9:41:05 PM] Alice: Hello", WithSeconds)]
    // Words that join date and time or follow them, months with a prefix, the time first, and parts of the day of several languages.
    [InlineData("31/12/2566 21:41 น. - Alice: Hello", NewYearsEve)]
    [InlineData("31.12.2023. plkst. 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31 Des 2023 pukul 21.41 - Alice: Hello", NewYearsEve)]
    [InlineData("31 груд. 2023 р., 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31 בדצמ׳ 2023, 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("2023. gada 31. dec. 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31 دسمبر، 2023، 9:41 PM - Alice: Hello", NewYearsEve)]
    [InlineData("[lúc 21:41:05 31/12/2023] Alice: Hello", WithSeconds)]
    [InlineData("31/12/23, रात्री 9:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/23, রাত 9:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/23, 9:41 de la nit - Alice: Hello", NewYearsEve)]
    [InlineData("12/31/23, 12:00 midnight - Alice: Hello", "2023-12-31T00:00:00")]
    [InlineData("31.12.23, 12:05 Mitternacht - Alice: Hello", "2023-12-31T00:05:00")]
    [InlineData("2023/12/31 傍晚6:05 - Alice: Hello", "2023-12-31T18:05:00")]
    [InlineData("令和元年12月31日 21:41 - Alice: Hello", "2019-12-31T21:41:00")]
    // Marks before the line, brackets without comma and without seconds.
    [InlineData("\u200E[31/12/2023, 21:41:05] Alice: Hello", WithSeconds)]
    [InlineData("\u200F[\u200F31\u200F/12\u200F/2023, 21:41:05] Alice: Hello", WithSeconds)]
    [InlineData("[31.12.23, 21:41:05] Alice: Hello", WithSeconds)]
    [InlineData("[2023-12-31 21:41] Alice: Hello", NewYearsEve)]
    [InlineData("[2023/12/31, 21:41:05] Alice: Hello", WithSeconds)]
    // Other separators and words between date and time.
    [InlineData("31-12-2023 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31. 12. 2023, 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31.12.2023. 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31.12.2023 г., 21:41 ч. - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/2023 à 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31.12.2023 klo 21.41 - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/2023 21.41 - Alice: Hello", NewYearsEve)]
    [InlineData("[31.12.2023, 21.41.05] Alice: Hello", WithSeconds)]
    [InlineData("2023-12-31 21 h 41 - Alice: Hello", NewYearsEve)]
    [InlineData("[2023-12-31 21 h 41 min 05 s] Alice: Hello", WithSeconds)]
    [InlineData("21:41, 31/12/2023 - Alice: Hello", NewYearsEve)]
    [InlineData("[21:41:05, 31/12/2023] Alice: Hello", WithSeconds)]
    [InlineData("2023年12月31日 21:41 - Alice: Hello", NewYearsEve)]
    [InlineData("2023년 12월 31일 오후 9:41 - Alice: Hello", NewYearsEve)]
    // Halves of the day in other words, before and after the time.
    [InlineData("31/12/2023, 9:41 p. m. - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/23, 9:41 p.m. - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/23, 9:41 pm - Alice: Hello", NewYearsEve)]
    [InlineData("[31/12/23, 9:41:05 p.\u00A0m.] Alice: Hello", WithSeconds)]
    [InlineData("2023. 12. 31. 오후 9:41 - Alice: Hello", NewYearsEve)]
    [InlineData("[2023. 12. 31. 오후 9:41:05] Alice: Hello", WithSeconds)]
    [InlineData("2023/12/31 下午9:41 - Alice: Hello", NewYearsEve)]
    [InlineData("[2023/12/31 晚上9:41:05] Alice: Hello", WithSeconds)]
    [InlineData("2023/12/31 午後9:41 - Alice: Hello", NewYearsEve)]
    [InlineData("2023. 12. 31. du. 9:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/23, 9:41 अपराह्न - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/23, 9:41 μ.μ. - Alice: Hello", NewYearsEve)]
    [InlineData("31.12.2023 ÖS 9:41 - Alice: Hello", NewYearsEve)]
    [InlineData("31.12.23, 9:41 odp. - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/2023, 9:41 CH - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/2023, 9:41 م - Alice: Hello", NewYearsEve)]
    // Digits of other scripts, the calendar of Thailand.
    [InlineData("٣١/١٢/٢٠٢٣، ٩:٤١ م - Alice: Hello", NewYearsEve)]
    [InlineData("\u200F[٣١\u200F/١٢\u200F/٢٠٢٣، ٩:٤١:٠٥ م] Alice: Hello", WithSeconds)]
    [InlineData("۳۱/۱۲/۲۰۲۳، ۲۱:۴۱ - Alice: Hello", NewYearsEve)]
    [InlineData("३१/१२/२०२३, २१:४१ - Alice: Hello", NewYearsEve)]
    [InlineData("৩১/১২/২০২৩, ২১:৪১ - Alice: Hello", NewYearsEve)]
    [InlineData("３１/１２/２０２３, ２１:４１ - Alice: Hello", NewYearsEve)]
    [InlineData("𑄹𑄷/𑄷𑄸/𑄸𑄶𑄸𑄹, 𑄸𑄷:𑄺𑄷 - Alice: Hello", NewYearsEve)]
    [InlineData("๓๑/๑๒/๒๕๖๖, ๒๑:๔๑ - Alice: Hello", NewYearsEve)]
    [InlineData("31/12/2566, 21:41 - Alice: Hello", NewYearsEve)]
    public void One_line_of_each_format_is_read(string line, string expected)
    {
        var entry = Transcript.Only(line + "\n");
        Assert.Equal(expected, entry.WallTime.ToString("s"));
        Assert.Equal(DateTimeKind.Unspecified, entry.WallTime.Kind);
        Assert.Equal(("Alice", "Hello", EntryKind.Message), (entry.Sender, entry.Text, entry.Kind));
    }

    [Theory]
    [InlineData("12:00 AM", "00:00")]
    [InlineData("12:59 am", "00:59")]
    [InlineData("1:00 AM", "01:00")]
    [InlineData("12:00 PM", "12:00")]
    [InlineData("12:30 p.m.", "12:30")]
    [InlineData("1:00 pm", "13:00")]
    [InlineData("11:59 PM", "23:59")]
    [InlineData("00:08 a. m.", "00:08")]
    public void Twelve_o_clock_is_midnight_in_the_morning_and_noon_in_the_afternoon(string clock, string expected) =>
        Assert.Equal(expected, Transcript.Only($"12/31/23, {clock} - Alice: Hello").WallTime.ToString("HH:mm"));

    [Theory]
    [InlineData("2023/12/31 中午12:10 - Alice: Hello", "12:10")]
    [InlineData("2023/12/31 凌晨12:10 - Alice: Hello", "00:10")]
    [InlineData("2023/12/31 오전 12:10 - Alice: Hello", "00:10")]
    [InlineData("2023/12/31 午前0:10 - Alice: Hello", "00:10")]
    public void Words_for_parts_of_the_day_set_the_hour(string line, string expected) =>
        Assert.Equal(expected, Transcript.Only(line).WallTime.ToString("HH:mm"));

    [Fact]
    public void The_form_describes_the_format_of_the_file()
    {
        var form = Transcript.Parse("[12/31/23, 9:41:05 PM] Alice: Hello").Scan.Form;
        Assert.True(form.Bracketed);
        Assert.Equal('/', form.DateSeparator);
        Assert.Equal(DateOrder.MonthFirst, form.DateOrder);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_ignored()
    {
        var (scan, entries) = Transcript.Parse("\uFEFF31/12/2023, 21:41 - Alice: one\r\ntwo\r\n31/12/2023, 21:42 - Bob: three\r\n");
        Assert.Equal(["one\ntwo", "three"], entries.Select(e => e.Text));
        Assert.Equal(2, scan.MessageCount);
    }

    [Fact]
    public void A_file_without_a_final_line_end_is_read_completely() =>
        Assert.Equal(2, Transcript.Parse("31/12/2023, 21:41 - Alice: one\n31/12/2023, 21:42 - Bob: two").Scan.MessageCount);
}
