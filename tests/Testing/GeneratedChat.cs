using System.Globalization;
using System.Text;

namespace EventSourced.Testing;

/// <summary>
/// A generated Android export of any size, and the facts that an import must find in it: 40 authors of skewed weight, gaps of 160 s on the average and a long
/// one occasionally, attachments, omitted media, deleted messages, system lines, several lines, Japanese texts and edited ones.
/// </summary>
public sealed class GeneratedChat
{
    private static readonly string[] s_words =
        "the lift is broken again please water plants market on saturday thank you all great idea noise parking who has a key rent meeting minutes garden fence paint help needed lovely party".Split(' ');

    private static readonly string[] s_japanese = ["明日の会議は何時ですか", "ありがとうございます", "庭の水やりをお願いします", "駐車場がいっぱいです", "楽しかったね"];

    private readonly Dictionary<DateOnly, int> _perDay = [];

    /// <summary>Messages, as the product counts them: no system lines, no deleted ones.</summary>
    public long Messages { get; private set; }

    /// <summary>Days with messages, and how many each has.</summary>
    public IReadOnlyDictionary<DateOnly, int> PerDay => _perDay;

    /// <summary>Writes a chat.</summary>
    /// <param name="path">File to write.</param>
    /// <param name="lines">Entries of all kinds.</param>
    /// <param name="seed">The same seed gives the same chat.</param>
    /// <param name="meanGapSeconds">Mean time between entries: decides over how many days they spread.</param>
    public static GeneratedChat Write(string path, int lines, int seed = 1, int meanGapSeconds = 160)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        return Write(writer, lines, seed, meanGapSeconds);
    }

    /// <summary>Writes a chat.</summary>
    /// <param name="writer">Receives the chat.</param>
    /// <param name="lines">Entries of all kinds.</param>
    /// <param name="seed">The same seed gives the same chat.</param>
    /// <param name="meanGapSeconds">Mean time between entries: decides over how many days they spread.</param>
    public static GeneratedChat Write(TextWriter writer, int lines, int seed = 1, int meanGapSeconds = 160)
    {
        var chat = new GeneratedChat();
        var random = new Random(seed);
        var clock = new DateTime(2020, 1, 13, 8, 0, 0);
        for (var i = 0; i < lines; i++)
        {
            clock += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) * meanGapSeconds + (i % 7 == 6 ? meanGapSeconds : 0));
            writer.Write(clock.ToString("dd/MM/yyyy, HH:mm", CultureInfo.InvariantCulture));
            var author = $"Person {(int)(40 * Math.Pow(random.NextDouble(), 2.5)):00}";
            var kind = random.Next(1000);
            if (kind < 15)
            {
                writer.WriteLine($" - {author} joined using this group's invite link");
                continue;
            }
            writer.Write($" - {author}: ");
            if (kind < 30)
            {
                writer.WriteLine("This message was deleted");
                continue;
            }
            writer.WriteLine(kind switch
            {
                < 80 => $"IMG-{clock:yyyyMMdd}-WA{i % 10_000:0000}.jpg (file attached)",
                < 110 => "<Media omitted>",
                < 210 => $"{Words(random)}\n{Words(random)}",
                < 410 => s_japanese[random.Next(s_japanese.Length)],
                < 430 => $"{Words(random)} <This message was edited>",
                _ => Words(random),
            });
            chat.Messages++;
            var day = DateOnly.FromDateTime(clock);
            chat._perDay[day] = chat._perDay.GetValueOrDefault(day) + 1;
        }
        return chat;
    }

    private static string Words(Random random)
    {
        var text = new StringBuilder();
        for (var n = random.Next(2, 14); n > 0; n--) text.Append(s_words[random.Next(s_words.Length)]).Append(n == 1 ? "" : " ");
        // An occasional number makes most messages different.
        return random.Next(3) == 0 ? $"{text} {random.Next(10_000)}" : text.ToString();
    }
}
