using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>Test chats.</summary>
internal static class Chats
{
    public const string WorkedExample = """
        12/31/23, 9:40 PM - Messages and calls are end-to-end encrypted.
        12/31/23, 9:41 PM - Alice: Happy new year everyone! 🎉
        12/31/23, 9:42 PM - Bob: Thanks Alice
        1/1/24, 10:00 AM - Bob: The heating is broken again,
        I am fed up
        """;

    private static readonly string[] Senders = ["Alice", "Bob", "Chandra", "+43 660 1234567", "~ Dora"];
    private static readonly string[] Texts =
    [
        "The heating is broken again", "Thanks, that is great news!", "Who can help me with the bins?", "ok", "ok", "I am fed up with the noise!!!",
        "Welcome to the garden", "Party on Saturday 🎉", "The bus was late today", "Not good at all", "I agree", "Lovely flowers, well done",
    ];

    /// <summary>Lines of a chat in time order, one message each. Equal arguments give equal lines.</summary>
    public static IReadOnlyList<string> Lines(int days, int perDay, int seed = 1, string from = "2024-01-03")
    {
        var random = new Random(seed);
        var first = DateOnly.ParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        List<string> lines = [];
        for (var day = 0; day < days; day++)
        {
            var count = random.Next(1, 2 * perDay);
            for (var i = 0; i < count; i++)
            {
                var time = TimeOnly.MinValue.AddMinutes(8 * 60 + (double)i * 600 / count);
                lines.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{first.AddDays(day):yyyy-MM-dd}, {time:HH:mm} - {Senders[random.Next(Senders.Length)]}: {Texts[random.Next(Texts.Length)]}"));
            }
        }
        return lines;
    }

    public static string Text(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines) text.Append(line).Append('\n');
        return text.ToString();
    }
}
