using System.Text;

namespace EventSourced.Cli.Fuzzing;

/// <summary>Mutates valid files. The same seed gives the same file.</summary>
internal sealed class Mutator(IReadOnlyList<byte[][]> samples, int seed)
{
    private const int MaxCopies = 4_000;

    /// <summary>Text that parsers often handle wrongly: line ends, control marks, brackets, quotation marks, digits and letters of other scripts, partial characters.</summary>
    private static readonly byte[][] s_pieces =
    [
        .. new[]
        {
            "\n", "\r", "\r\n", "\r\r\n", "\0", "\t", " ", ": ", ":", "::", " - ", "-", "[", "]", "(", ")", "<", ">", "{", "}", "\"", "'", "“", "”", "„", "«", "»", "‘", "\u200E", "\u200F", "\u202A", "\u202C",
            "\u202F", "\u00A0", "\u200B", "\uFEFF", "\u3164", "/", ".", ",", "，", "：", "0", "9", "12", "13", "31", "99", "0000", "2024", "99999999999999999999", "٣", "۹", "๓", "R4", "令和", "年", "月", "日",
            "AM", "p.m.", "下午", "오후", "BE", "Jan", "de", "null", "<Media omitted>", "(file attached)", "*CHI:", "%mor:", "@Begin", "@End", "\u2308", "\u2309", "\u0015", "[=! laughs]", "&-uh", "+...", "+/.", "\\u0000", "\\ud83d",
            "\\", "{\"role\":", "null}", "1e999", "👩‍👩‍👧‍👦", "e\u0301", "\uD83D",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xFE], [0xC3], [0xE2, 0x80], [0xF0, 0x9F], [0xFF, 0xFE], [0x80], [0xE9], [0x93],
    ];

    private readonly Random _random = new(seed);

    /// <summary>A part of a sample with some mutated lines.</summary>
    /// <param name="most">Maximum number of lines.</param>
    /// <param name="mutated">Number of mutated lines.</param>
    public byte[] File(int most, out int mutated)
    {
        var file = new MemoryStream();
        var sample = samples[_random.Next(samples.Count)];
        var first = _random.Next(2) * _random.Next(sample.Length);
        // Mutates all lines or only some, so that a parser that stops at the first fault also gets far.
        var oneIn = 1 << _random.Next(6);
        // One file in eight repeats a single line, and one in eight has another encoding.
        var same = _random.Next(8) == 0 ? Line() : null;
        mutated = 0;
        for (var i = 0; i < most && first + i < sample.Length; i++)
        {
            var line = same ?? sample[first + i];
            if (_random.Next(oneIn) == 0)
            {
                line = Mutated(line);
                mutated++;
            }
            file.Write(line);
            if (oneIn > 1 || _random.Next(40) > 0) file.Write(oneIn == 1 && _random.Next(12) == 0 ? "\r\n"u8 : "\n"u8);
        }
        var bytes = file.ToArray();
        return _random.Next(8) > 0 ? bytes : _random.Next(3) switch
        {
            0 => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes))],
            1 => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(bytes)),
            _ => bytes[_random.Next(bytes.Length)..],
        };
    }

    private byte[] Line()
    {
        var sample = samples[_random.Next(samples.Count)];
        return sample[_random.Next(sample.Length)];
    }

    private byte[] Mutated(byte[] line)
    {
        for (var times = _random.Next(1, 4); times > 0; times--) line = Once(line);
        return line;
    }

    private byte[] Once(byte[] line)
    {
        var at = _random.Next(line.Length + 1);
        var length = _random.Next(Math.Min(8, line.Length - at) + 1);
        return _random.Next(7) switch
        {
            0 => [.. line[..at], .. line[(at + length)..]],
            1 => [.. line[..at], .. s_pieces[_random.Next(s_pieces.Length)], .. line[at..]],
            2 => [.. line[..at], .. s_pieces[_random.Next(s_pieces.Length)], .. line[(at + length)..]],
            3 => [.. line[..at], .. Line()],
            4 => [.. line[..at], .. Enumerable.Repeat(line[at..(at + length)], _random.Next(_random.Next(20) == 0 ? MaxCopies : 4)).SelectMany(p => p), .. line[at..]],
            5 when line.Length > 0 => Flipped(line),
            _ => line[..at],
        };
    }

    private byte[] Flipped(byte[] line)
    {
        var copy = line.ToArray();
        copy[_random.Next(copy.Length)] ^= (byte)(1 << _random.Next(8));
        return copy;
    }
}
