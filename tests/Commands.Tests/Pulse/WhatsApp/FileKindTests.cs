using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

/// <summary>Kinds of real files with their expected results.</summary>
public sealed class FileKindTests
{
    [Theory]
    [InlineData("05/07/14 08:15:30: Ann: hi", "2014-07-05T08:15:30")]
    [InlineData("7/15/14 8:15:30 PM: Ann: hi", "2014-07-15T20:15:30")]
    [InlineData("08:15, 28 Jul 2014 - Ann: hi", "2014-07-28T08:15:00")]
    [InlineData("8:15 PM, Jul 28, 2014 - Ann: hi", "2014-07-28T20:15:00")]
    [InlineData("28 de julio de 2014, 8:15 - Ann: hi", "2014-07-28T08:15:00")]
    [InlineData("28 июл. 2014 г., 08:15 - Ann: hi", "2014-07-28T08:15:00")]
    [InlineData("28/07/2014, 8:15 in the evening - Ann: hi", "2014-07-28T20:15:00")]
    [InlineData("28/07/2014, 11:15 at night - Ann: hi", "2014-07-28T23:15:00")]
    [InlineData("28/07/2014, 12:15 noon - Ann: hi", "2014-07-28T12:15:00")]
    [InlineData("28/07/2014 3:15 de la tarde - Ann: hi", "2014-07-28T15:15:00")]
    [InlineData("[28/7/2557 BE, 08:15:30] Ann: hi", "2014-07-28T08:15:30")]
    [InlineData("[28/7/65 08:15:30] Ann: hi", "2022-07-28T08:15:30")]
    [InlineData("R4/7/28 8:15 - Ann: hi", "2022-07-28T08:15:00")]
    [InlineData("令和4年7月28日 8:15 - Ann: hi", "2022-07-28T08:15:00")]
    [InlineData("平成31年3月28日 8:15 - Ann: hi", "2019-03-28T08:15:00")]
    [InlineData("1401/5/6, 8:15 - Ann: hi", "2022-07-28T08:15:00")]
    [InlineData("29/12/1443, 8:15 - Ann: hi", "2022-07-28T08:15:00")]
    public void Each_header_format_is_read(string line, string expected)
    {
        var entry = Transcript.Only(line + "\n");
        Assert.Equal((expected, "Ann", "hi"), (entry.WallTime.ToString("s"), entry.Sender, entry.Text));
    }

    [Fact]
    public void A_date_without_a_year_gets_the_last_year()
    {
        var (_, entries) = Transcript.Parse("10:00, 20 Dec 2013 - Ann: a\n10:00, 23 Dec - Ben: b\n10:00, 2 Jan - Ann: c\n");
        Assert.Equal(["2013-12-20", "2013-12-23", "2014-01-02"], entries.Select(e => e.WallTime.ToString("yyyy-MM-dd")));
        Assert.Contains("year", Transcript.Failure("10:00, 23 Dec - Ben: b\n").Message);
    }

    [Theory]
    [InlineData("3/20/19 7:26 PM - A: 1\n3/20/19 9:08 PM - B: 2\n3/21/19 15:15 - A: 3\n3/22/19 15:21 - B: 4\n")]
    [InlineData("20/03/19 19:26 - A: 1\n20/03/19 21:08 - B: 2\n20/03/19 7:26 PM - A: 3\n21/03/19 9:08 PM - B: 4\n22/03/19 9:08 PM - B: 5\n")]
    [InlineData("[20/03/19, 19:26:01] A: 1\n[20/03/19, 21:08:01] B: 2\n20/03/19, 22:26 - A: 3\n21/03/19, 09:08 - B: 4\n")]
    [InlineData("[20/03/19, 19:26:01] A: 1\r\n[20/03/19, 21:08:01] B: 2\r\n[20/03/19, 21:09:01] B: 3\r\n[21/03/19, 22:26:01] A: 4\n[21/03/19, 22:27:01] A: 5\n[21/03/19, 22:28:01] A: 6\n")]
    [InlineData("14/03/24, 10:00 - A: 1\n15/03/24, 10:00 - B: 2\n03/16/24, 10:00 - A: 3\n03/17/24, 10:00 - B: 4\n03/18/24, 10:00 - B: 5\n")]
    public void Joined_exports_are_read_separately(string text)
    {
        var (scan, entries) = Transcript.Parse(text);
        Assert.Equal(text.Count(c => c == '\n'), entries.Count);
        Assert.All(entries, e => Assert.DoesNotContain('\n', e.Text));
        Assert.Equal(2, entries.Select(e => e.Sender).Distinct().Count());
        Assert.True(scan.LastDay <= scan.FirstDay.AddDays(5), $"{scan.FirstDay} to {scan.LastDay}");
    }

    [Fact]
    public void A_pasted_line_from_another_region_is_text_and_causes_a_warning()
    {
        var (scan, entries) = Transcript.Parse("14/03/24, 10:00 - A: look\n03/15/24, 09:00 - Secret Name: secret words\n14/03/24, 10:05 - B: 2\n");
        Assert.Equal(["look\n03/15/24, 09:00 - Secret Name: secret words", "2"], entries.Select(e => e.Text));
        var warning = Assert.Single(scan.Warnings);
        Assert.Equal(("heads_taken_as_text", 1L), (warning.Code, warning.Count));
        Assert.Equal([2L], warning.Lines);
        Assert.StartsWith("03/15/24, 09:00 - ", warning.Sample);
        Assert.DoesNotContain("ecret", warning.Sample);
    }

    [Fact]
    public void A_last_line_of_another_format_that_is_older_in_the_order_of_the_file_is_text()
    {
        var (scan, entries) = Transcript.Parse("14/03/24, 09:00 - Ann: a\n14/03/24, 09:06 - Ann: look:\n[10/03/24, 08:00:01] Landlord: rent\n");
        Assert.Equal(["a", "look:\n[10/03/24, 08:00:01] Landlord: rent"], entries.Select(e => e.Text));
        Assert.Contains(scan.Warnings, w => w.Code == "heads_taken_as_text");
    }

    [Fact]
    public void Leading_zeros_and_lower_case_mean_day_first_and_the_warning_shows_both_readings()
    {
        var scan = Transcript.Parse("05/07/2021, 9:15 am - A: 1\n06/07/2021, 9:15 pm - B: 2\n").Scan;
        Assert.Equal((DateOrder.DayFirst, DateOrderBasis.Form), (scan.Form.DateOrder, scan.Form.DateOrderBasis));
        var warning = Assert.Single(scan.Warnings, w => w.Code == "date_order_assumed");
        Assert.Contains("2021-07-05 to 2021-07-06", warning.Message);
        Assert.Contains("2021-05-07 to 2021-06-07", warning.Message);
    }

    [Fact]
    public void A_stated_order_and_the_order_of_an_earlier_import_are_used()
    {
        using var stream = new MemoryStream("05/07/2021, 9:15 - A: 1\n"u8.ToArray());
        Assert.Equal(new DateOnly(2021, 5, 7), TranscriptScanner.Scan(stream, CancellationToken.None, options: new(Stated: DateOrder.MonthFirst)).FirstDay);
        Assert.Equal(new DateOnly(2021, 5, 7), TranscriptScanner.Scan(stream, CancellationToken.None, options: new(Known: DateOrder.MonthFirst)).FirstDay);
        Assert.Equal(new DateOnly(2021, 7, 5), TranscriptScanner.Scan(stream, CancellationToken.None).FirstDay);
    }

    [Theory]
    [InlineData("14/03/24, 10:00 - A: 1\r14/03/24, 10:01 - B: 2\r")]
    [InlineData("14/03/24, 10:00 - A: 1\r\r\n14/03/24, 10:01 - B: 2\r\r\n")]
    public void Cr_alone_ends_a_line(string text) => Assert.Equal(["1", "2"], Transcript.Parse(text).Entries.Select(e => e.Text));

    public static TheoryData<string, string> OmittedPhrases => Of(Phrases.OmittedByLanguage);

    public static TheoryData<string, string> DeletedPhrases => Of(Phrases.DeletedByLanguage);

    [Fact]
    public void The_tables_cover_the_languages_of_whatsapp() => Assert.True(Phrases.LanguageCodes.Count >= 49);

    [Theory]
    [MemberData(nameof(OmittedPhrases))]
    public void Omitted_media_are_messages_without_text_in_every_language(string language, string phrase)
    {
        var entry = phrase[0] == '<' ? Transcript.Android("A: " + phrase) : Transcript.Ios("A: \u200E" + phrase, marked: true);
        Assert.True((EntryKind.Message, true, "") == (entry.Kind, entry.IsOmitted, entry.Text), language);
    }

    [Theory]
    [MemberData(nameof(DeletedPhrases))]
    public void Deleted_messages_and_missed_calls_are_notices_in_every_language(string language, string phrase) =>
        Assert.True(EntryKind.Notice == Transcript.Android("A: " + phrase).Kind, language);

    [Fact]
    public void Attached_files_are_recognised_in_every_language()
    {
        foreach (var (language, phrase) in Phrases.AttachedByLanguage)
            Assert.True(Transcript.Android($"A: plan.pdf ({phrase})").Attachment == "plan.pdf", $"{language}: {phrase}");
    }

    [Fact]
    public void Null_written_by_a_person_is_a_message() => Assert.Equal(EntryKind.Message, Transcript.Android("A: Null").Kind);

    [Fact]
    public void Text_of_a_person_after_a_direction_mark_is_a_message()
    {
        Assert.Equal(EntryKind.Message, Transcript.Ios("Bob: \u200E+49 30 5550103 is the number").Kind);
        Assert.Equal(EntryKind.Notice, Transcript.Ios("Group: \u200ESomething in a language without a table").Kind);
    }

    [Fact]
    public void Labels_of_polls_and_locations_are_not_words_of_a_person()
    {
        Assert.Equal("Which day?\nSaturday\n", Transcript.Android("A: POLL:\nWhich day?\nOPTION: Saturday (2 votes)").Spoken);
        Assert.Equal("", Transcript.Android("A: location: https://maps.google.com/?q=1,2").Spoken);
    }

    [Fact]
    public void An_export_that_starts_again_in_a_file_of_one_shape_is_another_export()
    {
        var (scan, entries) = Transcript.Parse("20/05/24, 08:00 - A: tea?\n20/05/24, 08:05 - B: now\n21/05/24, 07:00 - A: up\n20/05/24, 08:05 - B: now\n21/05/24, 07:00 - A: up\n22/05/24, 07:00 - B: bye\n");
        Assert.Equal([0, 0, 0, 1, 1, 1], entries.Select(e => e.Export));
        Assert.Equal([4L], Assert.Single(scan.Warnings, w => w.Code == "joined_exports").Lines);
    }

    [Theory]
    // A late message does not start a second export, even if it repeats one of its minute.
    [InlineData("20/05/24, 08:00 - A: ok\n20/05/24, 08:05 - B: now\n20/05/24, 08:00 - A: ok\n20/05/24, 08:06 - B: yes\n")]
    [InlineData("20/05/24, 08:00 - A: ok\n20/05/24, 08:05 - B: now\n20/05/24, 08:01 - A: late\n20/05/24, 08:05 - B: now\n")]
    public void Late_messages_belong_to_the_same_export(string text)
    {
        var (scan, entries) = Transcript.Parse(text);
        Assert.All(entries, e => Assert.Equal(0, e.Export));
        Assert.DoesNotContain(scan.Warnings, w => w.Code == "joined_exports");
    }

    [Fact]
    public void An_ambiguous_month_name_is_decided_by_the_other_names_or_causes_a_warning()
    {
        Assert.Equal([10, 11], Transcript.Parse("9:00, 30 listopada 2021 - A: 1\n9:00, 2 studenoga 2021 - B: 2\n").Entries.Select(e => e.WallTime.Month));
        Assert.Equal([11, 12], Transcript.Parse("9:00, 30 listopada 2021 - A: 1\n9:00, 2 grudnia 2021 - B: 2\n").Entries.Select(e => e.WallTime.Month));
        Assert.Contains(Transcript.Parse("9:00, 30 listopada 2021 - A: 1\n").Scan.Warnings, w => w.Code == "month_names_assumed");
    }

    [Fact]
    public void Names_without_a_space_after_the_colon_are_read_in_the_whole_export()
    {
        var (_, entries) = Transcript.Parse("20/05/24, 08:00 - Ann:call me: now\n20/05/24, 08:05 - +44 20 7946 0000:10:30 sharp\n20/05/24, 08:06 - Ann:https://example.org\n");
        Assert.Equal([("Ann", "call me: now"), ("+44 20 7946 0000", "10:30 sharp"), ("Ann", "https://example.org")], entries.Select(e => (e.Sender, e.Text)));
    }

    [Theory]
    [InlineData("Ann hat die Gruppe ‘Dinner: Friday’ erstellt")]
    [InlineData("Zoë a créé le groupe ‘10:30: run’")]
    public void Titles_in_single_quotation_marks_are_not_names(string line) => Assert.Equal(EntryKind.System, Transcript.Android(line).Kind);

    private static TheoryData<string, string> Of(IEnumerable<(string, string)> phrases)
    {
        var data = new TheoryData<string, string>();
        foreach (var (language, phrase) in phrases) data.Add(language, phrase);
        return data;
    }
}
