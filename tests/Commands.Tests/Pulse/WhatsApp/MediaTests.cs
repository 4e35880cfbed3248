using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class MediaTests
{
    [Theory]
    [InlineData("IMG-20231231-WA0001.jpg (file attached)", "IMG-20231231-WA0001.jpg", "")]
    [InlineData("\u200EIMG-20231231-WA0001.jpg (file attached)\nlook at this\nand this", "IMG-20231231-WA0001.jpg", "look at this\nand this")]
    [InlineData("Some file (1).pdf (file attached)", "Some file (1).pdf", "")]
    [InlineData("PTT-20231231-WA0002.opus (Datei angehängt)", "PTT-20231231-WA0002.opus", "")]
    [InlineData("DOC-20231231-WA0003. (file attached)", "DOC-20231231-WA0003.", "")]
    [InlineData("Alex.vcf (archivo adjunto)", "Alex.vcf", "")]
    [InlineData("foto.jpg (ファイル添付)", "foto.jpg", "")]
    [InlineData("VID-20231231-WA0003.mp4 (dołączono plik w nieznanym języku)", "VID-20231231-WA0003.mp4", "")]
    [InlineData("photo.jpg (file attached) <This message was edited>", "photo.jpg", "")]
    public void Android_writes_the_file_name_and_the_caption_below(string body, string attachment, string caption)
    {
        var entry = Transcript.Android("Alice: " + body);
        Assert.Equal((EntryKind.Message, true, false, attachment, caption), (entry.Kind, entry.IsMedia, entry.IsOmitted, entry.Attachment, entry.Text));
    }

    [Fact]
    public void A_file_without_a_name_is_media_without_attachment()
    {
        var entry = Transcript.Android("Alice: .jpg (Datei angehängt)");
        Assert.Equal((true, null, ""), (entry.IsMedia, entry.Attachment, entry.Text));
    }

    [Theory]
    [InlineData("I will send the report (file attached)")]
    [InlineData("see report.pdf (page 3)")]
    [InlineData("<3")]
    [InlineData("<b>bold</b>")]
    [InlineData("the media omitted it")]
    [InlineData("image omitted again?")]
    [InlineData("a <Media omitted> line came")]
    [InlineData("<note: to self>")]
    public void Ordinary_text_is_not_media(string body)
    {
        foreach (var entry in new[] { Transcript.Android("Alice: " + body), Transcript.Ios("Alice: " + body) })
            Assert.Equal((EntryKind.Message, false, body), (entry.Kind, entry.IsMedia, entry.Text));
    }

    [Theory]
    [InlineData("\u200E<attached: 00000004-PHOTO-2024-01-05-09-04-01.png>", "00000004-PHOTO-2024-01-05-09-04-01.png", "")]
    [InlineData("\u200E<attached: 00000012-seed list: spring.pdf>", "00000012-seed list: spring.pdf", "")]
    [InlineData("the new bed \u200E<attached: 00000004-PHOTO.png>", "00000004-PHOTO.png", "the new bed")]
    [InlineData("two\nlines \u200E<attached: 00000004-PHOTO.png>", "00000004-PHOTO.png", "two\nlines")]
    [InlineData("\u200E<attached: 00000004-PHOTO.png>\nbelow", "00000004-PHOTO.png", "below")]
    [InlineData("Some file.txt \u200E<attached: 00000046-Some file.txt>", "00000046-Some file.txt", "")]
    [InlineData("Resume.pdf • \u200E2 pages \u200E<attached: 00000047-Resume.pdf>", "00000047-Resume.pdf", "")]
    [InlineData("\u200E<Anhang: 00000004-PHOTO.png>", "00000004-PHOTO.png", "")]
    [InlineData("\u200E<pièce jointe : 00000004-PHOTO.png>", "00000004-PHOTO.png", "")]
    [InlineData("\u200E<添付ファイル: 00000004-PHOTO.png>", "00000004-PHOTO.png", "")]
    [InlineData("\u200E<附件：00000004-PHOTO.png>", "00000004-PHOTO.png", "")]
    [InlineData("\u200E<viðhengi: 00000004-PHOTO.png>", "00000004-PHOTO.png", "")]
    public void Ios_writes_the_file_name_in_angle_brackets(string body, string attachment, string caption)
    {
        var entry = Transcript.Ios("Alice: " + body, marked: true);
        Assert.Equal((EntryKind.Message, true, false, attachment, caption), (entry.Kind, entry.IsMedia, entry.IsOmitted, entry.Attachment, entry.Text));
    }

    [Theory]
    [InlineData("<Media omitted>", "")]
    [InlineData("<Media omitted>\ncaption", "caption")]
    [InlineData("<Medien ausgeschlossen>", "")]
    [InlineData("<Medien ausgelassen>", "")]
    [InlineData("<Archivo omitido>", "")]
    [InlineData("<Multimedia omitido>", "")]
    [InlineData("<Arquivo de mídia oculto>", "")]
    [InlineData("<Médias omis>", "")]
    [InlineData("<Media omessi>", "")]
    [InlineData("<Media weggelaten>", "")]
    [InlineData("<メディアなし>", "")]
    [InlineData("<Без медиафайлов>", "")]
    [InlineData("<View once voice message omitted>", "")]
    [InlineData("image omitted", "")]
    [InlineData("GIF omitted", "")]
    public void Omitted_media_are_messages_without_a_file_name(string body, string caption)
    {
        var entry = Transcript.Android("Alice: " + body);
        Assert.Equal((EntryKind.Message, true, true, null, caption), (entry.Kind, entry.IsMedia, entry.IsOmitted, entry.Attachment, entry.Text));
    }

    [Theory]
    [InlineData("\u200Eimage omitted", null, "")]
    [InlineData("\u200Evideo omitted", null, "")]
    [InlineData("\u200Eaudio omitted", null, "")]
    [InlineData("\u200Esticker omitted", null, "")]
    [InlineData("\u200EGIF omitted", null, "")]
    [InlineData("\u200EContact card omitted", null, "")]
    [InlineData("look here \u200Eimage omitted", null, "look here")]
    [InlineData("Some file.txt \u200Edocument omitted", "Some file.txt", "")]
    [InlineData("Resume.pdf • \u200E2 pages \u200Edocument omitted", "Resume.pdf", "")]
    [InlineData("\u200EBild weggelassen", null, "")]
    [InlineData("\u200E画像は含まれていません", null, "")]
    [InlineData("\u200Emynd sleppt", null, "")]
    [InlineData("Resume.pdf • \u200E2 síður \u200Eskjali sleppt", "Resume.pdf", "")]
    public void Ios_marks_omitted_media(string body, string? attachment, string caption)
    {
        var entry = Transcript.Ios("Alice: " + body, marked: true);
        Assert.Equal((EntryKind.Message, true, true, attachment, caption), (entry.Kind, entry.IsMedia, entry.IsOmitted, entry.Attachment, entry.Text));
    }

    [Fact]
    public void In_an_ios_file_with_marks_phrases_without_a_mark_are_text()
    {
        var entry = Transcript.Ios("Alice: image omitted");
        Assert.Equal((EntryKind.Message, false, "image omitted"), (entry.Kind, entry.IsMedia, entry.Text));
    }

    [Theory]
    [InlineData("ok <This message was edited>", "ok")]
    [InlineData("two\nlines <This message was edited>", "two\nlines")]
    [InlineData("gut <Diese Nachricht wurde bearbeitet.>", "gut")]
    [InlineData("bien <Se editó este mensaje.>", "bien")]
    public void The_mark_of_an_edited_message_is_not_text(string body, string text)
    {
        var entry = Transcript.Android("Alice: " + body);
        Assert.Equal((EntryKind.Message, true, text), (entry.Kind, entry.Edited, entry.Text));
    }

    [Theory]
    [InlineData("ok \u200E<This message was edited>", "ok")]
    [InlineData("jú \u200E<Þessum skilaboðum var breytt>", "jú")]
    public void Ios_marks_edited_messages_in_any_language(string body, string text)
    {
        var entry = Transcript.Ios("Alice: " + body);
        Assert.Equal((EntryKind.Message, true, text, false), (entry.Kind, entry.Edited, entry.Text, entry.IsMedia));
    }

    [Theory]
    [InlineData("<image omitted>", "")]
    [InlineData("<Kontaktkarte ausgelassen>\nunten", "unten")]
    [InlineData("<wörter einer unbekannten sprache>\nunten", "unten")]
    public void Words_in_brackets_mean_omitted_media_with_or_without_a_caption(string body, string caption)
    {
        var entry = Transcript.Android("Alice: " + body);
        Assert.Equal((EntryKind.Message, true, caption), (entry.Kind, entry.IsOmitted, entry.Text));
    }

    [Fact]
    public void A_marked_file_name_is_an_attachment_in_any_language_and_is_reported()
    {
        var (scan, entries) = Transcript.Parse("31/12/2023, 21:41 - Alice: \u200Eplan.pdf (neznámá slova)\n31/12/2023, 21:42 - Alice: plan.pdf (strana dvě)\n");
        Assert.Equal(["plan.pdf", null], entries.Select(e => e.Attachment));
        Assert.Equal(1, Assert.Single(scan.Warnings, w => w.Code == "unknown_marks").Count);
    }

    [Fact]
    public void Unknown_words_at_the_position_of_the_mark_of_an_edited_message_are_reported_and_no_words_of_a_person()
    {
        var (scan, entries) = Transcript.Parse("31/12/2023, 21:41 - Alice: soup tonight <zpráva je jiná než dřív>\n");
        Assert.Equal(("soup tonight <zpráva je jiná než dřív>", "soup tonight "), (entries[0].Text, entries[0].Spoken));
        Assert.Contains(scan.Warnings, w => w.Code == "unknown_marks");
    }

    [Theory]
    [InlineData("umístění: https://maps.google.com/?q=51.5,-0.1", "")]
    [InlineData("meet here: https://maps.example.org/?q=51.5,-0.1", null)]
    public void A_label_before_a_link_to_a_map_is_a_location_in_any_language(string body, string? spoken) => Assert.Equal(spoken, Transcript.Android("Alice: " + body).Spoken);
}
