using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts.Generated;

/// <summary>Generates lines of names and texts, with clock times next to the names.</summary>
internal sealed class GeneratedTalk(int seed)
{
    private const string Clocks = "clock times", Comments = "comments", Silent = "lines without speech";

    private static readonly string[] s_names = ["Ann", "お母さん", "O'Neil-Smith, J.", "Frau Müller", "SPEAKER_00", "Room 4", "P1", "Мама", "さくら（姉）", "Zoé", "Dr. Who", "A", "🐇", "Ann (12)"];

    private readonly RandomDraw _draw = new(seed);

    public static GeneratedConversation Of(int seed) => new GeneratedTalk(seed).Write();

    private GeneratedConversation Write()
    {
        var file = new StringBuilder();
        List<GeneratedUtterance> utterances = [];
        var leftOut = new Dictionary<string, int> { [Clocks] = 0, [Comments] = 0, [Silent] = 0 };
        for (var i = _draw.Number(1, 14); i > 0; i--)
        {
            if (_draw.Once(8)) file.Append(_draw.Of("\n", " \t\n"));
            if (_draw.Once(8))
            {
                file.Append(_draw.Of("# a remark: 12:03\n", "#\n", "＃注\n"));
                leftOut[Comments]++;
            }
            var (name, said) = (_draw.Of<string>(s_names), Said());
            var style = _draw.Number(0, 9);
            var colon = _draw.Of(":", ": ", "：", " : ", ":\t");
            var line = style switch
            {
                0 => $"{InBrackets()}{_draw.Of(" ", "", " - ", " | ")}{name}{colon}{said}",
                1 => $"{Stamp()}{_draw.Of(" ", "\t", " - ", " – ", "  ", ": ")}{name}{colon}{said}",
                2 => $"{name} {InBrackets()}{colon}{said}",
                3 => $"{name}{_draw.Of(" ", ", ", " - ")}{Bare()}{_draw.Of(": ", "：")}{said}",
                4 => $"{name}{colon}{InBrackets(inText: true)} {said}",
                5 => $"{name}{colon}{said} {InBrackets(inText: true)}",
                6 => $"{InBrackets()} {name}{colon}{InBrackets(inText: true)} {said}",
                _ => $"{_draw.Of("", " ", "\uFEFF", "\u200E", "\u3000")}{name}{colon}{said}{_draw.Of("", " ", "\u3000")}",
            };
            leftOut[Clocks] += style switch { < 6 => 1, 6 => 2, _ => 0 };
            file.Append(line).Append('\n');
            utterances.Add(new(name, said));
            if (!_draw.Once(9)) continue;
            file.Append(name).Append(":\n");
            leftOut[Silent]++;
        }
        return new(file.ToString(), utterances, leftOut);
    }

    private string Said() => _draw.Once(4) ? _draw.Of("It is \"big\", at 10:30: yes.", "どこ: いくの。", "https://www.foo.com/xxx", "a → b (c) [d]", "そう？", "3:1", "1, 2, 3", "born (1990-01-01)", "(5s)") : _draw.Sentence();

    /// <param name="inText">Whether it is next to the text, where a number may be speech.</param>
    private string InBrackets(bool inText = false)
    {
        var (open, close) = _draw.Of(("[", "]"), ("(", ")"), ("<", ">"), ("【", "】"), ("［", "］"), ("{", "}"));
        var inner = _draw.Number(inText ? 1 : 0, 6) switch
        {
            0 => _draw.Of("83.5s", "12.03", "1.02.03", "1m23s", "2024-05-06", "5 sec"),
            1 => $"{Bare()}{_draw.Of(" - ", "-", " --> ", "–", " to ")}{Bare()}",
            _ => Stamp(),
        };
        return open + inner + close;
    }

    private string Stamp() => _draw.Number(0, 5) switch
    {
        0 => $"{Date()}{_draw.Of(" ", ", ")}{Bare()}",
        1 => $"{Bare()}, {Date()}",
        2 => _draw.Of("2024-05-06T10:00:00Z", "2024-05-06T10:00:00.123+09:00", "2024-05-06 10:00:00 UTC", "１２：０３", "１０時３０分"),
        _ => Bare(),
    };

    private string Date() => _draw.Of("2024-05-06", "06.05.2024", "5/6/24", "2024/5/6", "2024年5月6日", "28 Aug 2013", "Aug 28, 2013", "6. Mai 2024");

    private string Bare()
    {
        var (hour, minute, second) = (_draw.Number(0, 24), _draw.Number(0, 60), _draw.Number(0, 60));
        FormattableString form = _draw.Number(0, 10) switch
        {
            0 => $"{hour:00}:{minute:00}:{second:00}",
            1 => $"{hour}:{minute:00}:{second:00}.{_draw.Number(0, 1000):000}",
            2 => $"{hour:00}:{minute:00}:{second:00},{_draw.Number(0, 1000):000}",
            3 => $"{1 + (hour % 12)}:{minute:00} {_draw.Of("AM", "PM", "am", "p.m.", "a. m.")}",
            4 => $"{_draw.Of("午前", "午後")}{1 + (hour % 12)}:{minute:00}",
            5 => $"{hour}h{minute:00}",
            6 => $"{hour}時{minute}分",
            7 => $"{minute}m{second:00}s",
            _ => $"{hour}:{minute:00}",
        };
        return form.ToString(CultureInfo.InvariantCulture);
    }
}
