using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

/// <summary>Random chats in every form and order are read back unchanged.</summary>
public sealed class RoundTripTests
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;
    private static readonly string[] Senders = ["Alice", "Bob Smith", "Theo ✨", "理香", "+44 20 7946 0000", "You", "O'Neil, Pat", "Ünal-Öz", "علي"];
    private static readonly string[] Texts =
    [
        "Hello", "ok", "12/03 lunch at mine?", "10:30 sharp", "Plan:\n- soil\n\n- seeds", "https://example.org/a?b=c:d", "あけましておめでとう🎉", "a: b: c",
        "[note] no header", "trailing blank ", "\nbegins with a break", "1/2/2024, 10:30 lunch - Bob: yes", "👩‍👩‍👧‍👦", "null and void", "see a (b)", "x < y > z",
    ];

    public static TheoryData<string, string> Forms
    {
        get
        {
            var forms = new TheoryData<string, string>();
            foreach (var order in new[] { "d{0}M{0}yyyy", "dd{0}MM{0}yyyy", "dd{0}MM{0}yy", "d{0}M{0}yy", "M{0}d{0}yy", "M{0}d{0}yyyy", "MM{0}dd{0}yyyy", "yyyy{0}MM{0}dd", "yyyy{0}M{0}d" })
            {
                foreach (var separator in new[] { "'/'", "'.'", "'-'" })
                {
                    var date = string.Format(Plain, order, separator);
                    forms.Add($"{date}', 'HH:mm' - '", "");
                    forms.Add($"{date}' 'HH:mm' - '", "");
                    forms.Add($"{date}', 'h:mm' 'tt' - '", "");
                    forms.Add($"{date}', 'h:mm'\u202F'tt' - '", "p.m.");
                    forms.Add($"'['{date}', 'HH:mm:ss'] '", "");
                    forms.Add($"'['{date}' 'HH.mm.ss'] '", "");
                    forms.Add($"'['{date}', 'h:mm:ss' 'tt'] '", "");
                    forms.Add($"{date}' 'tt' 'h:mm' - '", "午後");
                }
            }
            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_random_chat_is_read_back_as_it_was_written(string form, string afternoon)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var culture = (CultureInfo)Plain.Clone();
        if (afternoon.Length > 0) (culture.DateTimeFormat.AMDesignator, culture.DateTimeFormat.PMDesignator) = (afternoon.Replace("p", "a").Replace("午後", "午前"), afternoon);
        var crLf = form.StartsWith("'['", StringComparison.Ordinal) && random.Next(2) == 0;
        var written = Chat(random, form.Contains("ss"));
        var file = new StringBuilder();
        foreach (var (time, sender, text) in written) file.Append(time.ToString(form, culture)).Append($"{sender}: {text}").Append(crLf ? "\r\n" : "\n");

        var (scan, entries) = Transcript.Parse(file.ToString());

        var read = entries.Select(e => (e.WallTime, e.Sender, e.Text)).ToList();
        Assert.True(written.SequenceEqual(read), $"seed {seed}, form {form}: {Difference(written, read)}\n{file}");
        Assert.True(written.Count == scan.MessageCount, $"seed {seed}");
        var perDay = written.GroupBy(m => DateOnly.FromDateTime(m.Time)).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(perDay.OrderBy(d => d.Key), scan.MessagesPerDay);
        Assert.Equal(written.Min(m => m.Time), scan.FirstWallTime);
        Assert.Equal(written.Max(m => m.Time), scan.LastWallTime);
    }

    /// <summary>Messages of some weeks. The first two days prove the date order: a day above twelve and a step of one day.</summary>
    private static List<(DateTime Time, string Sender, string Text)> Chat(Random random, bool seconds)
    {
        var chat = new List<(DateTime, string, string)>();
        var time = new DateTime(random.Next(2010, 2032), random.Next(1, 13), random.Next(13, 28), random.Next(24), random.Next(60), 0);
        for (var i = random.Next(5, 60); i > 0; i--)
        {
            chat.Add((time, Senders[random.Next(Senders.Length)], Texts[random.Next(Texts.Length)]));
            time = time.AddMinutes(random.Next(0, 2000) - (random.Next(10) == 0 ? 90 : 0)).AddSeconds(seconds ? random.Next(60) : 0);
            if (!seconds) time = time.AddSeconds(-time.Second);
        }
        return chat;
    }

    private static string Difference<T>(List<T> written, List<T> read)
    {
        var at = Enumerable.Range(0, Math.Min(written.Count, read.Count)).FirstOrDefault(i => !Equals(written[i], read[i]), -1);
        return at < 0 ? $"{written.Count} written, {read.Count} read" : $"message {at}: wrote {written[at]}, read {read[at]}";
    }
}
