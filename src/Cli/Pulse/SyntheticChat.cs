using System.Globalization;
using System.Text;

namespace EventSourced.Cli.Pulse;

/// <summary>A synthetic Android export with distinct messages, so that the number of new messages of any part is known.</summary>
internal sealed class SyntheticChat
{
    private static readonly string[] s_words = "lift broken again water plants market saturday thank you great noise parking key rent garden fence paint help party".Split(' ');
    private readonly List<string> _lines = [];

    public SyntheticChat(int seed, int messages)
    {
        var random = new Random(seed);
        var clock = new DateTime(2021, 3, 1, 8, 0, 0);
        for (var i = 0; i < messages; i++)
        {
            clock += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) * 1200);
            var words = Enumerable.Range(0, random.Next(2, 9)).Select(_ => s_words[random.Next(s_words.Length)]);
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{clock:dd/MM/yyyy, HH:mm} - Person {random.Next(12):00}: {string.Join(' ', words)} number {i} of {seed}\n"));
        }
    }

    public int Messages => _lines.Count;

    /// <summary>The messages from one to another.</summary>
    public byte[] Part(int from, int to) => Encoding.UTF8.GetBytes(string.Concat(_lines[from..to]));
}
