using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Tests.Pulse.Generated;

/// <summary>
/// A random chat from a seed, and its text as a phone writes it. The same seed gives the same chat. <see cref="Lines"/> writes it in another form, or split and joined.
/// </summary>
internal sealed class RandomChat
{
    private static readonly string[] Senders =
    [
        "Alice", "Bob Smith", "Theo ✨", "理香", "+44 20 7946 0000", "+49\u00A0170\u00A05550101", "You", "O'Neil, Pat", "Ünal-Öz", "علي", "~ Carl", "Ann - Work", "12:30 Club", "Dr. No.", "a/b",
        "Joe \"Fish\" Doe", "Null", "5", "Mia [x]", "\u3164", "\u200B", "\u2060\u2060", "Zoë (2)", "María José", "🌻", "14.03.24", "Group", "x<y>", "\u202A+44 7700 900123\u202C",
    ];

    private static readonly string[] Texts =
    [
        "Hello", "ok", "ok", "12/03 lunch at mine?", "10:30 sharp", "Plan:\n- soil\n\n- seeds", "https://example.org/a?b=c:d", "あけましておめでとう🎉", "a: b: c", "[note] no header",
        "trailing blank ", "1/2/2024, 10:30 lunch - Bob: yes", "👩‍👩‍👧‍👦", "null and void", "Null", "see a (b)", "x < y > z", "he said \"see: this\" to me", "photo omitted by me",
        "I deleted this message", "Ann: what?", "[14/03, 09:00] Landlord: rent", "- a\n- b\n- c", "...", "?", "1:0", "ist das (Datei angehängt) ok?", "call me: now", "<b>", "10/10", "2024",
        "am 3.4. um 9:15", "نعم", "да: нет", "ใช่", "first\n\n\nfourth", "poll: yes", "[x]", "(y)", "- ", "Q: who is it", "12:30 Club: closed", "I left", "added sugar", "“open quote: and no end",
    ];

    private readonly Random _random;

    private RandomChat(int seed, Random random, HeaderForm form)
    {
        (Seed, _random, Form) = (seed, random, form);
    }

    public int Seed { get; }

    public HeaderForm Form { get; private set; }

    public List<ChatItem> Items { get; } = [];

    /// <summary>"Ann:hello", without the space.</summary>
    public bool NoSpaceAfterColon { get; private init; }

    public string LineEnd { get; private init; } = "\n";

    /// <summary>The line end within messages; iOS uses another one between them.</summary>
    public string InnerEnd { get; private init; } = "\n";

    public IEnumerable<ChatItem> Messages => Items.Where(i => i.IsMessage);

    /// <param name="seed">The seed.</param>
    /// <param name="form">The header form; null for a random one.</param>
    /// <param name="from">The start; null for a random time.</param>
    /// <param name="open">Whether the date order may be ambiguous. Otherwise a day above twelve proves it.</param>
    public static RandomChat Of(int seed, bool open = false, HeaderForm? form = null, DateTime? from = null)
    {
        var random = new Random(seed);
        form ??= RandomForm.Of(random);
        var (outer, inner) = random.Next(8) switch { < 3 => ("\n", "\n"), < 5 => ("\r\n", "\r\n"), 5 => ("\r", "\r"), _ => form.Phone == Phone.Ios ? ("\r\n", "\n") : ("\n", "\n") };
        var chat = new RandomChat(seed, random, form) { LineEnd = outer, InnerEnd = inner, NoSpaceAfterColon = random.Next(12) == 0 };
        chat.Fill(open, from ?? chat.Beginning(open));
        return chat;
    }

    /// <summary>A chat with given names and texts in an ASCII form, for encodings of one language.</summary>
    public static RandomChat Plain(int seed, string[] names, string[] texts)
    {
        var random = new Random(seed);
        var form = new HeaderForm { Phone = (Phone)random.Next(3), Language = LanguageWords.All.Single(l => l.Code == "en"), Separator = ".", Seconds = random.Next(2) == 0 };
        form = form.Phone == Phone.OldIos ? form with { Seconds = true } : form;
        var chat = new RandomChat(seed, random, form);
        var time = chat.Beginning(open: false);
        for (var i = 0; i < 40; i++) chat.Items.Add(new(ItemKind.Message, time = time.AddMinutes(random.Next(1, 900)), chat.Pick(names), chat.Pick(texts)));
        return chat;
    }

    /// <summary>The file, from the first to the last item.</summary>
    public string Text => string.Concat(Lines(Form, LineEnd, InnerEnd));

    /// <summary>Each item as written, with its line end.</summary>
    public IEnumerable<string> Lines(HeaderForm form, string lineEnd, string innerEnd) => Items.Select(i =>
        (i.MarkedHeader && form.Phone == Phone.Ios ? "\u200E" : "") + form.Write(i.Time) + Body(i).Replace("\n", innerEnd) + lineEnd);

    private string Body(ChatItem item) => item.Written ?? item.Sender + (NoSpaceAfterColon ? ":" : ": ") + item.Text;

    private DateTime Beginning(bool open)
    {
        // Heisei ends and Reiwa begins in 2019; two-digit Buddhist years are recognised from 2552 on.
        var first = Form.Calendar == PhoneCalendar.Japanese ? 2019 : 2010;
        var day = open ? _random.Next(1, 28) : _random.Next(13, 28);
        var time = new DateTime(_random.Next(first, 2026), _random.Next(1, 13), day, _random.Next(24), _random.Next(60), 0);
        return Form.Calendar == PhoneCalendar.Japanese && time < new DateTime(2019, 5, 13) ? time.AddMonths(5) : time;
    }

    private void Fill(bool open, DateTime time)
    {
        // Days above twelve in the Gregorian calendar may be below twelve in others.
        if (!open && Form.HasAmbiguousOrder && Form.Calendar is PhoneCalendar.Islamic)
            while (new UmAlQuraCalendar().GetDayOfMonth(time) < 13) time = time.AddDays(1);
        var senders = Enumerable.Range(0, _random.Next(2, 7)).Select(_ => Senders[_random.Next(Senders.Length)]).Distinct().ToArray();
        if (NoSpaceAfterColon) senders = [.. senders.Where(s => !s.Contains(':') && (s[0] == '+' || !char.IsAsciiDigit(s[^1])))];
        if (senders.Length == 0) senders = ["Alice"];
        var count = _random.Next(5, 60);
        var first = time;
        for (var i = 0; i < count; i++)
        {
            Items.Add(i == 0 ? Message(time, senders[0]) : Item(time, senders));
            time = time.AddMinutes(_random.Next(0, open ? 4000 : 2000) - (i > 0 && _random.Next(12) == 0 ? 90 : 0)).AddSeconds(Form.Seconds ? _random.Next(60) : 0);
            if (time < first) time = first;
        }
        if (Form.YearOmittedFrom > 0)
        {
            // The year of the export is omitted; earlier years are written.
            var last = Items.Max(i => i.Time.Year);
            Form = Form with { YearOmittedFrom = last > Items[0].Time.Year ? last : 0 };
        }
    }

    private ChatItem Item(DateTime time, string[] senders)
    {
        var sender = Pick(senders);
        var ios = Form.Phone == Phone.Ios;
        var mark = ios ? "\u200E" : "";
        var separator = NoSpaceAfterColon ? ":" : ": ";
        switch (_random.Next(24))
        {
            case 0 when Any("omitted", p => ios ? p[0] != '<' : p[0] == '<') is { } phrase:
                return new(ItemKind.Omitted, time, sender, "") { Written = $"{sender}{separator}{mark}{phrase}", MarkedHeader = ios };
            case 1 when Any("attached", _ => true) is { } phrase:
                return ios
                    ? new(ItemKind.Attached, time, sender, "", "00000012-PHOTO-2023-12-31-21-41-05.jpg") { Written = $"{sender}{separator}\u200E<{phrase}: 00000012-PHOTO-2023-12-31-21-41-05.jpg>", MarkedHeader = true }
                    : new(ItemKind.Attached, time, sender, "my caption", "plan b.pdf") { Written = $"{sender}{separator}plan b.pdf ({phrase})\nmy caption" };
            case 2 when Any("deleted", IsWhole) is { } phrase:
                return new(ItemKind.Notice, time, sender, "") { Written = $"{sender}{separator}{mark}{phrase}" };
            case 3 when Any("missed_calls", IsWhole) is { } phrase:
                return new(ItemKind.Notice, time, sender, "") { Written = $"{sender}{separator}{mark}{phrase}" };
            case 4 when Any("edited", IsWhole) is { } phrase:
                var text = Pick(Texts).Trim();
                return text.EndsWith('>') ? Message(time, sender) : new(ItemKind.Message, time, sender, text, null, true) { Written = $"{sender}{separator}{text} {mark}<{phrase}>" };
            case 5 when !ios && !NoSpaceAfterColon && Any("encryption", _ => true) is { } phrase:
                return new(ItemKind.System, time, "", "") { Written = phrase.TrimEnd('*') + " x" };
            case 6 when Any("system", p => p.StartsWith(' ')) is { } phrase:
                return System(time, phrase, ios);
            case 7 when !ios:
                return new(ItemKind.Notice, time, sender, "") { Written = $"{sender}{separator}null" };
            default:
                return Message(time, sender);
        }
    }

    private ChatItem System(DateTime time, string phrase, bool ios)
    {
        var (open, close) = Pick(("\"", "\""), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("‘", "’"));
        var name = Pick("Ann", "+49 170 5550101", "Zoë");
        var line = $"{name}{phrase}{(phrase.EndsWith(' ') ? "" : " ")}{open}{Pick("Dinner: Friday", "A: B: C", "News:", "10:30: run")}{close}";
        return ios
            ? new(ItemKind.Notice, time, "Our Group", "") { Written = $"Our Group{(NoSpaceAfterColon ? ":" : ": ")}\u200E{line}" }
            : new(ItemKind.System, time, "", "") { Written = line };
    }

    private ChatItem Message(DateTime time, string sender)
    {
        var text = Pick(Texts);
        // Without the space, words with a colon look like a part of the name.
        while (NoSpaceAfterColon && (text.Contains(": ") || text[0] is ' ' || text.EndsWith(':') || char.IsAsciiDigit(text[0]) || text.Split('\n')[0].EndsWith(':') || text.All(char.IsPunctuation)
            || text.Trim().All(c => char.IsPunctuation(c) || char.IsWhiteSpace(c)))) text = Pick(Texts);
        return new(ItemKind.Message, time, sender, text);
    }

    private string? Any(string kind, Func<string, bool> fits)
    {
        var phrases = Form.Language.Phrases(kind).Where(fits).ToArray();
        return phrases.Length == 0 ? null : Pick(phrases);
    }

    private static bool IsWhole(string phrase) => phrase[^1] is not ('*' or '#');

    private T Pick<T>(params T[] any) => any[_random.Next(any.Length)];

    public override string ToString()
    {
        var file = new StringBuilder();
        foreach (var c in Text) file.Append(c is '\n' ? "⏎\n" : c is '\r' ? "␍" : c is '\u200E' ? "⟨LRM⟩" : c is '\u200F' ? "⟨RLM⟩" : c is '\u202F' ? "⟨NNBSP⟩" : c);
        return file.ToString();
    }
}
