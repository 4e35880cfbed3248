using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts.Generated;

/// <summary>Generates CHAT with marks at random positions.</summary>
internal sealed class GeneratedChat(int seed)
{
    private const string Events = "events", Fragments = "fragments", Others = "words of others", Omitted = "omitted words", Unheard = "words that were not", Comments = "dependent tiers %com";

    private readonly RandomDraw _draw = new(seed);
    private readonly StringBuilder _file = new();
    private readonly List<GeneratedUtterance> _utterances = [];
    private readonly Dictionary<string, int> _leftOut = new() { [Events] = 0, [Fragments] = 0, [Others] = 0, [Omitted] = 0, [Unheard] = 0, [Comments] = 0 };

    public static GeneratedConversation Of(int seed) => new GeneratedChat(seed).Write();

    private GeneratedConversation Write()
    {
        if (_draw.Once(4)) _file.Append("@UTF8\n");
        _file.Append("@Begin\n@Languages:\teng, jpn\n@Participants:\tCHI Target_Child, MOT Mother\n@ID:\teng|x|CHI|2;06.||||Target_Child|||\n");
        for (var i = _draw.Number(1, 12); i > 0; i--)
        {
            MainTier();
            if (_draw.Once(4)) Other();
        }
        _file.Append("@End\n");
        return new(_file.ToString(), _utterances, _leftOut);
    }

    private void Other()
    {
        if (_draw.Once(3)) _file.Append("@Comment:\t*MOT: said\n\tnothing\n");
        else if (_draw.Once(2)) _file.Append(_draw.Of("@New Episode\n", "@Bg:\tfood\n", "\n", "  \n", "@G:\tplay\n"));
        else
        {
            _file.Append(_draw.Of("%com:\tpoints\n", "%com:\tpoints\n\tto the cup [= x\n", "%com:\tas in\n\t*MOT:\tred .\n"));
            _leftOut[Comments]++;
        }
    }

    private void MainTier()
    {
        var speaker = _draw.Of("CHI", "MOT", "C1_a");
        var words = new List<string>();
        var tier = new List<string>();
        var glued = "";
        if (_draw.Once(4)) glued = _draw.Of("+\"", "+^", "++", "+,", "+<", "+≈");
        if (_draw.Once(6)) tier.Add("[- jpn]");
        if (glued.Length > 0 && _draw.Once(2)) (tier, glued) = ([.. tier, glued], "");
        for (var i = _draw.Number(0, 7); i > 0; i--)
        {
            if (_draw.Once(3)) Noise(tier);
            var (written, said) = Word();
            tier.Add(glued + written);
            glued = "";
            words.Add(said);
        }
        if (_draw.Once(3)) Noise(tier);
        var text = string.Join(' ', tier);
        var end = _draw.Of(".", "?", "!", "+...", "+/.", "+//.", "+\"/.", "+\".", "+..?", "+!?", "+/?", "+//?", "。", "");
        // A terminator without a space before it belongs to the word.
        text += end.Length > 0 && words.Count > 0 && _draw.Once(4) && char.IsLetter(text[^1]) && !text.EndsWith("xxx", StringComparison.Ordinal) ? end : $" {end}";
        if (_draw.Once(5)) text += " [+ IMP]";
        var (start, finish) = ((long?)null, (long?)null);
        if (_draw.Once(2))
        {
            (start, finish) = (_draw.Number(0, 5000), _draw.Number(5000, 90_000));
            text += " " + Bullet(start.Value, finish.Value);
        }
        _file.Append(_draw.Of("", "", "", "", " ", "  ")).Append('*').Append(speaker).Append(_draw.Of(":\t", ":\t", ": ", ":", ":   ")).Append(Wrapped(text)).Append('\n');
        _utterances.Add(new(speaker, text) { Spoken = string.Join(' ', words), StartMs = start, EndMs = finish });
    }

    /// <summary>Wraps at some of the spaces, but not within a bullet, which CLAN keeps on one line.</summary>
    private string Wrapped(string text)
    {
        var wrapped = new StringBuilder();
        var bullets = text.IndexOfAny(['\u0015', '•', '␕', '%']);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ' && (bullets < 0 || i < bullets) && wrapped.Length > 0 && _draw.Once(9)) wrapped.Append(_draw.Of("\n\t", "\n\t", "\n    ", " \n\t"));
            else wrapped.Append(text[i]);
        }
        return wrapped.ToString();
    }

    private string Bullet(long start, long end)
    {
        var times = string.Create(CultureInfo.InvariantCulture, $"{start}_{end}");
        return _draw.Of(
            $"\u0015{times}\u0015", $"•{times}•", $"• {times} •", $"␕{times}␕", $"·{times}·", $"^U{times}^U", times, $"\u0015{times}-\u0015", $"\u0015%snd:\"a_1 b\"_{times}\u0015",
            $"%snd:\"day 1\"_{times}", $"%mov:day1_{times}", $"\\u0015{times}\\u0015");
    }

    /// <summary>Adds something that is not speech.</summary>
    private void Noise(List<string> tier)
    {
        var (written, kind) = _draw.Of<(string, string?)>(
            ("(.)", null), ("(..)", null), ("(1.5)", null), ("(1:02.3)", null), ("#", null), ("##", null), (",", null), ("„", null), ("‡", null), ("[^ points up]", null),
            ("↗", null), ("⇘", null), ("≈", null), ("≡", null), ("∞", null), ("•", null), ("[% whispers]", null), ("\u0015%pic:\"cup.jpg\"\u0015", null), ("∙", null), (":", null),
            ("&=laughs", Events), ("&=imit:dog", Events), ("&{l=SING", Events), ("&}l=SING", Events), ("<&=coughs>", Events),
            ("&+fr", Fragments), ("&~gaga", Fragments), ("&w", Fragments), ("&*MOT:yes_dear", Others),
            ("0is", Omitted), ("0", Omitted), ("xxx", Unheard), ("yyy", Unheard), ("www", Unheard), ("<xxx> [>]", Unheard), ("xxx@s:spa", Unheard));
        // A single bullet is a stray mark; with another one it would enclose the text in between.
        if (written is "•" && tier.Any(t => t.Contains('•') || t.Contains('\u0015'))) return;
        if (written is "•") written = "\u0015%pic:\"a.png\"\u0015";
        tier.Add(written);
        if (kind is not null) _leftOut[kind]++;
    }

    /// <summary>A word with marks, and the spoken word.</summary>
    private (string Written, string Said) Word()
    {
        var word = _draw.Word();
        var within = _draw.Number(1, word.Length + 1);
        if (within < word.Length && char.IsLowSurrogate(word[within])) within++;
        var (written, said) = _draw.Number(0, 12) switch
        {
            0 => ($"{word[..within]}({word[within..]})", word),
            1 => ($"{word[..within]}:{word[within..]}", word),
            2 => ($"{word[..within]}^{word[within..]}", word),
            3 => ($"{word[..within]}⌈2{word[within..]}⌉2", word),
            4 => ($"\u0002\u0001{word[..within]}\u0002\u0002{word[within..]}", word),
            5 => ($"{word}{_draw.Of("@o", "@l", "@s:jpn", "@s", "@c", "@s:eng+jpn", "$n", "@n$adj")}", word),
            6 => ($"{word}+{word}", $"{word} {word}"),
            7 => ($"{word}_{word}", $"{word} {word}"),
            8 => ($"&-{word}", word),
            9 => ($"↫{word[..within]}-{word[..within]}↫{word}", word),
            _ => (word, word),
        };
        written = _draw.Number(0, 14) switch
        {
            0 => $"<{written}> [{_draw.Of("/", "//", "///", "/-", ">", "<", ">1", "?", "!", "!!", "*", "e", "x 3")}]",
            1 => $"{written} [{_draw.Of("/", "//", "* m:=ed", ": other word", ":: real", "= a toy", "=! cries", "=? tall", "% low", "\"", "x 2", "= a [b] c")}]",
            2 => $"⌊{_draw.Of("", "3", " ")}{written}{_draw.Of("", " ")}⌋",
            3 => $"“{written}”",
            4 => $"{_draw.Of("↑", "↓", "≠", "⤇", "°", "∆", "ˈ", "↻")}{written}",
            5 => $"°{written}°",
            6 => $"∇{written}∇",
            7 => $"‹{written}›",
            8 => $"〔{written}〕",
            _ => written,
        };
        return (written, said);
    }
}
