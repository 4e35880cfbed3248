using System.Buffers;
using System.Runtime.CompilerServices;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// Splits the text after a time stamp into sender, text, attachment and kind. One instance per pass: it remembers whether the file contains the
/// marks that iOS writes before its own words. Spans are valid until the next call.
/// </summary>
internal sealed class EntryParser : IDisposable
{
    private const int MaxSenders = 100_000;
    private const int MaxLabel = 30;
    private const int MinSystemWords = 10;

    // The first set only opens a quotation; the second opens one after a space and closes one before a space.
    private const string Opening = "“„«「『《‚‹‟";
    private const string Both = "\"”'’‘";
    private static readonly SearchValues<char> Closing = SearchValues.Create("\"”“»」』》'’›‘");

    private readonly IReadOnlySet<string>? _known;
    private readonly HashSet<string> _writers = new(StringComparer.Ordinal);

    private char[] _scratch = ArrayPool<char>.Shared.Rent(4096);
    private char[] _caption = ArrayPool<char>.Shared.Rent(256);
    private bool _marksSeen;
    private Source _textIn;
    private int _textStart, _textLength;

    // Length of the text before words that may mark an edited message; -1 if there are none.
    private int _unknownTail = -1;

    private enum Source { Raw, Scratch, Caption }

    /// <param name="writers">The senders who are known to write messages in the file; null in the pass that collects them.</param>
    public EntryParser(IReadOnlySet<string>? writers) => _known = writers;

    public EntryKind Kind { get; private set; }

    /// <summary>Whether the entry is a message if its sender writes messages, and otherwise a notice.</summary>
    public bool IsUndecided { get; private set; }

    /// <summary>Whether the entry has words at the position of a mark that no phrase table contains.</summary>
    public bool IsUnknownMark { get; private set; }

    /// <summary>Whether the entry has a phrase of a language that writes the day before the month. Only known in the first pass.</summary>
    public bool IsDayFirst { get; private set; }

    /// <summary>Senders of messages so far.</summary>
    public IReadOnlySet<string> Writers => _writers;

    public bool IsMedia { get; private set; }
    public bool IsOmitted { get; private set; }
    public bool Edited { get; private set; }
    public string? Attachment { get; private set; }

    /// <summary>The sender as written, with marks; empty for system lines.</summary>
    public Range RawSender { get; private set; }

    public ReadOnlySpan<char> Text(ReadOnlySpan<char> raw) =>
        (_textIn switch { Source.Raw => raw, Source.Scratch => _scratch, _ => _caption }).Slice(_textStart, _textLength);

    /// <summary>Splits the text after a time stamp.</summary>
    /// <param name="header">The time stamp.</param>
    /// <param name="raw">The text after it.</param>
    /// <param name="tight">Whether its export writes names without a space after the colon: "Ann:hello".</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Parse(in Header header, ReadOnlySpan<char> raw, bool tight)
    {
        (IsMedia, IsOmitted, Edited, Attachment, IsUndecided, IsUnknownMark, IsDayFirst, _unknownTail) = (false, false, false, null, false, false, false, -1);
        var senderEnd = SenderEnd(raw, tight, out var bodyStart);
        RawSender = ..Math.Max(0, senderEnd);
        if (senderEnd < 0)
        {
            Kind = EntryKind.System;
            var line = Clean(raw, out _);
            AddLanguage(line);
            SetText(raw, line);
            return;
        }
        if (header.Shape.Bracketed && GroupNameEnd(raw, bodyStart) is > 0 and var groupEnd) (senderEnd, bodyStart, RawSender) = (groupEnd, groupEnd + 2, ..groupEnd);
        var rawBody = raw[bodyStart..];
        var body = Clean(rawBody, out var marked);
        var systemMarked = header.Shape.Bracketed && marked && StartsMarked(rawBody);
        _marksSeen |= systemMarked;

        TakeEditedMark(ref body, ref rawBody, marked, header.Shape.Bracketed);
        if (TakeAttachment(header, body, rawBody, marked, raw) || TakeOmitted(header, body, rawBody, raw))
        {
            Kind = EntryKind.Message;
            IsMedia = true;
            AddWriter(raw[..senderEnd]);
            return;
        }
        Kind = KindOf(header, raw[..senderEnd], body, rawBody, systemMarked);
        if (Kind == EntryKind.Message) AddWriter(raw[..senderEnd]);
        SetText(raw, body);
    }

    /// <summary>The words that a person wrote; null when that is the whole text.</summary>
    public string? Spoken(ReadOnlySpan<char> raw)
    {
        if (Kind != EntryKind.Message || IsMedia) return null;
        var text = Text(raw);
        if (_unknownTail >= 0) return text[.._unknownTail].ToString();
        if (IsUnknownMark || Phrases.Wordless.IsPrefixOf(text) || IsPlace(text)) return "";
        if (!Phrases.UserContent.IsPrefixOf(text)) return null;
        // A poll: every line has a label, a colon and what a person wrote, with the votes in brackets.
        var spoken = new System.Text.StringBuilder();
        foreach (var line in text.EnumerateLines())
        {
            var colon = line.IndexOfAny(':', '：');
            var rest = colon is >= 0 and < 24 ? line[(colon + 1)..].Trim() : line.Trim();
            var bracket = rest.LastIndexOfAny('(', '（');
            if (colon >= 0 && bracket > 0 && rest[bracket..].ContainsAnyInRange('0', '9')) rest = rest[..bracket].TrimEnd();
            if (rest.Length > 0) spoken.Append(rest).Append('\n');
        }
        return spoken.ToString();
    }

    private void AddWriter(ReadOnlySpan<char> rawSender)
    {
        if (_known is not null || _writers.Count >= MaxSenders || _seenRaw.GetAlternateLookup<ReadOnlySpan<char>>().Contains(rawSender)) return;
        if (_seenRaw.Count < MaxSenders) _seenRaw.Add(rawSender.ToString());
        _writers.Add(SenderNames.Clean(rawSender));
    }

    /// <summary>A location in any language: a label, a colon and a link to a map.</summary>
    private static bool IsPlace(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOfAny(':', '：');
        return colon is > 0 and < MaxLabel && text[(colon + 1)..].TrimStart().StartsWith("https://maps.google.com/?q=");
    }

    /// <summary>Names of groups may contain a colon: «Trip: Rome: Ann created this group», where WhatsApp's own words are marked. The end of such a name; -1 if there is none.</summary>
    private static int GroupNameEnd(ReadOnlySpan<char> raw, int bodyStart)
    {
        var next = raw[bodyStart..].IndexOf(": \u200E");
        if (next < 0) return -1;
        var end = bodyStart + next;
        if (raw[..end].Contains('\n')) return -1;
        var words = Marks.Clean(raw[(end + 2)..]);
        return Phrases.Notices.Contains(words) || words.AsSpan().ContainsAny(Phrases.System) ? end : -1;
    }

    private void AddLanguage(ReadOnlySpan<char> phrase)
    {
        if (_known is null && !IsDayFirst) IsDayFirst = Phrases.DayFirst.Contains(phrase);
    }

    private readonly HashSet<string> _seenRaw = new(StringComparer.Ordinal);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_scratch);
        ArrayPool<char>.Shared.Return(_caption);
        _scratch = _caption = [];
    }

    /// <summary>
    /// End of the sender: before the first ": " of the first line, or before a colon at the end of that line. Otherwise before a colon without a space after it that is part
    /// of neither a time nor an address. -1 if there is none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int SenderEnd(ReadOnlySpan<char> raw, bool isTight, out int bodyStart)
    {
        bodyStart = 0;
        var from = 0;
        var (tight, tightBody) = (-1, 0);
        while (true)
        {
            var next = raw[from..].IndexOfAny(':', '\n');
            if (next < 0 || raw[from + next] == '\n') break;
            var colon = from + next;
            var after = colon + 1;
            while (after < raw.Length && Marks.IsDirection(raw[after])) after++;
            if (after == raw.Length || raw[after] == '\n' || Marks.IsSpace(raw[after]))
            {
                if (tight >= 0 && isTight) break;
                if (OpensQuotation(raw, colon) || IsSystemLine(raw, colon)) return -1;
                bodyStart = after == raw.Length || raw[after] == '\n' ? after : after + 1;
                return colon;
            }
            if (tight < 0 && (IsTightEnd(raw, colon, after) || (isTight && IsPhone(raw[..colon])))) (tight, tightBody) = (colon, colon + 1);
            from = colon + 1;
        }
        if (tight < 0 || OpensQuotation(raw, tight)) return -1;
        bodyStart = tightBody;
        return tight;
    }

    /// <summary>
    /// Whether what seems to be a name is the beginning of a system line: it starts with words that no name starts with («Your security code with Ann: Work changed»), or
    /// contains words of WhatsApp before a title («Ann created the following group: "Garden"»).
    /// </summary>
    private static bool IsSystemLine(ReadOnlySpan<char> raw, int colon)
    {
        if (colon < MinSystemWords) return false;
        if (Phrases.SystemBeginnings.IsPrefixOf(raw[..colon])) return true;
        if (colon + 2 >= raw.Length || char.IsAsciiLetterOrDigit(raw[colon + 2])) return false;
        var title = raw[(colon + 1)..].Trim(" .\u00A0");
        return title.Length > 1 && (Opening.Contains(title[0]) || Both.Contains(title[0])) && Closing.Contains(title[^1]) && raw[..colon].ContainsAny(Phrases.System);
    }

    /// <summary>Whether the first name of a line seems to be followed by a colon and a space (-1), by a colon alone (1), or by neither (0).</summary>
    public static int NoSpaceScore(ReadOnlySpan<char> raw)
    {
        for (var from = 0; raw[from..].IndexOf(':') is >= 0 and var next; from += next + 1)
        {
            var colon = from + next;
            var after = colon + 1;
            while (after < raw.Length && Marks.IsDirection(raw[after])) after++;
            if (after == raw.Length || Marks.IsSpace(raw[after])) return -1;
            if (IsTightEnd(raw, colon, after)) return 1;
        }
        return 0;
    }

    private static bool IsTightEnd(ReadOnlySpan<char> raw, int colon, int after)
    {
        if (colon is 0 or > 100 || Marks.IsSpace(raw[colon - 1]) || raw[..colon].ContainsAny(Phrases.System)) return false;
        if (char.IsDigit(raw[colon - 1]) && char.IsDigit(raw[after])) return false;
        // "Ben://x" would be an address; "Ben:https://x" ends at its first colon.
        var line = raw[after..];
        var end = line.IndexOf('\n');
        if (end >= 0) line = line[..end];
        return !line.StartsWith("//") && !IsPunctuation(line);
    }

    private static bool IsPhone(ReadOnlySpan<char> name) => name.Length is > 0 and < 32 && PhoneNumber.TryNormalise(SenderNames.Clean(name), out _);

    private static bool IsPunctuation(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsPunctuation(c) && !char.IsWhiteSpace(c)) return false;
        }
        return true;
    }

    private static bool StartsMarked(ReadOnlySpan<char> rawBody) => rawBody.Length > 0 && rawBody[0] == Marks.LeftToRight;

    private void TakeEditedMark(ref ReadOnlySpan<char> body, ref ReadOnlySpan<char> rawBody, bool marked, bool bracketed)
    {
        var end = body.TrimEnd();
        if (end.IsEmpty || end[^1] != '>') return;
        var open = end.LastIndexOf('<');
        if (open < 0) return;
        var rawOpen = rawBody.LastIndexOf('<');
        var inner = end[(open + 1)..^1];
        var known = Phrases.Edited.Contains(inner);
        // In any language, iOS adds a marked "<…>" without a colon to the text of an edited message.
        var marksIt = bracketed && marked && open > 0 && rawOpen > 0 && rawBody[rawOpen - 1] == Marks.LeftToRight && !inner.ContainsAny(':', '：', '\n');
        if (!known && !marksIt)
        {
            // Without iOS's marks, words in brackets at the end of a text may be the mark of an edited message in a language without it: reported, and no speech.
            if (!(bracketed && _marksSeen) && open > 0 && Marks.IsSpace(body[open - 1]) && !inner.Contains('\n') && LooksBracketed(inner)) (IsUnknownMark, _unknownTail) = (true, open);
            return;
        }
        AddLanguage(inner);
        Edited = true;
        body = body[..open].TrimEnd();
        rawBody = rawBody[..rawOpen].TrimEnd();
    }

    private bool TakeAttachment(in Header header, ReadOnlySpan<char> body, ReadOnlySpan<char> rawBody, bool marked, ReadOnlySpan<char> raw)
    {
        if (body.Contains('<') && TakeAttachmentInBrackets(body, rawBody, marked)) return true;
        var lineEnd = body.IndexOf('\n');
        var line = (lineEnd < 0 ? body : body[..lineEnd]).TrimEnd();
        if (line.IsEmpty || line[^1] != ')' || !AttachmentInParentheses(line, marked && !header.Shape.Bracketed && StartsMarked(rawBody), out var name)) return false;
        Attachment = name.StartsWith('.') ? null : name.ToString();
        SetText(raw, lineEnd < 0 ? default : body[(lineEnd + 1)..]);
        return true;
    }

    /// <summary>The iOS format: <c>caption &lt;attached: NAME&gt;</c>.</summary>
    private bool TakeAttachmentInBrackets(ReadOnlySpan<char> body, ReadOnlySpan<char> rawBody, bool marked)
    {
        for (var open = body.IndexOf('<'); open >= 0;)
        {
            var line = body[open..];
            var lineEnd = line.IndexOf('\n');
            if (lineEnd >= 0) line = line[..lineEnd];
            var trimmed = line.TrimEnd();
            var colon = trimmed.IndexOfAny(':', '：');
            if (colon > 0 && trimmed[^1] == '>')
            {
                var name = trimmed[(colon + 1)..^1].Trim();
                var word = trimmed[1..colon];
                if (name.Length > 0 && (Phrases.Attached.Contains(word) || (marked && IsMarkedFile(rawBody, name))))
                {
                    Attachment = name.ToString();
                    SetCaption(body[..open].TrimEnd(), body[(open + line.Length)..], name);
                    return true;
                }
            }
            var next = body[(open + 1)..].IndexOf('<');
            open = next < 0 ? -1 : open + 1 + next;
        }
        return false;
    }

    /// <summary>In any language: a mark, "&lt;", a word, a colon and a name that looks like a file name.</summary>
    private static bool IsMarkedFile(ReadOnlySpan<char> rawBody, ReadOnlySpan<char> name) =>
        FileNames.HasExtension(name) && rawBody.LastIndexOf("\u200E<") is >= 0 and var mark && rawBody[mark..].Contains(name, StringComparison.Ordinal);

    /// <summary>The Android format: <c>NAME (file attached)</c>, with the caption on the following lines.</summary>
    private bool AttachmentInParentheses(ReadOnlySpan<char> line, bool startsMarked, out ReadOnlySpan<char> name)
    {
        name = default;
        var open = line.LastIndexOf('(');
        if (open <= 0) return false;
        name = line[..open].Trim();
        var words = line[(open + 1)..^1];
        var ownName = FileNames.IsAndroidMedia(name);
        if (words.ContainsAnyInRange('0', '9')) return false;
        AddLanguage(words);
        if (ownName) return true;
        if (!FileNames.HasExtension(name)) return false;
        if (Phrases.Attached.Contains(words)) return true;
        if (words.Length > 40) return false;
        if (words.ContainsAny(Phrases.AttachedParts)) return true;
        // In any language, Android marks the names of files.
        return IsUnknownMark = startsMarked;
    }

    private bool TakeOmitted(in Header header, ReadOnlySpan<char> body, ReadOnlySpan<char> rawBody, ReadOnlySpan<char> raw)
    {
        var lineEnd = body.IndexOf('\n');
        var line = (lineEnd < 0 ? body : body[..lineEnd]).Trim();
        if (line.IsEmpty) return false;
        if (line[0] == '<' && line[^1] == '>' && IsOmittedInBrackets(line, out var isUnknown))
        {
            IsUnknownMark = isUnknown;
            AddLanguage(line);
            AddLanguage(line[1..^1]);
            IsOmitted = true;
            SetText(raw, lineEnd < 0 ? default : body[(lineEnd + 1)..]);
            return true;
        }
        var mark = header.Shape.Bracketed ? rawBody.LastIndexOf(Marks.LeftToRight) : -1;
        if (mark >= 0)
        {
            var phrase = rawBody[(mark + 1)..].Trim();
            if (phrase.Length is 0 or > 64) return false;
            var known = Phrases.Omitted.Contains(phrase);
            var before = Marks.Clean(rawBody[..mark]).AsSpan().Trim();
            if (!known && !(header.Marked && LooksOmitted(phrase, before))) return false;
            IsUnknownMark = !known;
            AddLanguage(phrase);
            TakeDocumentName(before, out var caption);
            IsOmitted = true;
            SetCaption(caption, default, default);
            return true;
        }
        // Android, and iOS files that lost their marks: only whole bodies match.
        if ((header.Shape.Bracketed && _marksSeen) || lineEnd >= 0 || !Phrases.Omitted.Contains(line)) return false;
        AddLanguage(line);
        IsOmitted = true;
        SetText(raw, default);
        return true;
    }

    /// <summary>Android writes its words in brackets. Old iOS phones also wrote the words of newer ones in brackets.</summary>
    private static bool IsOmittedInBrackets(ReadOnlySpan<char> line, out bool isUnknown)
    {
        isUnknown = !Phrases.Omitted.Contains(line) && !Phrases.Omitted.Contains(line[1..^1]);
        return !isUnknown || LooksBracketed(line[1..^1]);
    }

    /// <summary>
    /// For languages without a phrase table: iOS marks a line with media before its time stamp and again before its words. A marked phrase that
    /// is short and has no digits, sentences or calls means omitted media. A capital may be the start of a name, so such a line is a notice.
    /// </summary>
    private static bool LooksBracketed(ReadOnlySpan<char> words)
    {
        words = words.Trim();
        if (words.Length is < 5 or > 60 || words.ContainsAny("<>:：/=@#.!?\"0123456789_")) return false;
        var (letters, other) = (false, false);
        foreach (var c in words)
        {
            letters |= char.IsLetter(c);
            other |= c >= 0x80;
        }
        // One ASCII word in brackets may be a tag or a stage direction. Several words, or another script, are how Android marks omitted media.
        return letters && (words.Contains(' ') || other);
    }

    private static bool LooksOmitted(ReadOnlySpan<char> phrase, ReadOnlySpan<char> before)
    {
        if (phrase.Length > 40 || phrase.ContainsAny("\n.。:：!?\"“„«「<>0123456789")) return false;
        if (!(before.IsEmpty ? !char.IsUpper(phrase[0]) && char.IsLetter(phrase[0]) : FileNames.HasExtension(FileNames.BeforeBullet(before)))) return false;
        return !IsCall(phrase) && !Phrases.Notices.Contains(phrase);
    }

    private static bool IsCall(ReadOnlySpan<char> phrase) => phrase.ContainsAny(Phrases.CallWords);

    /// <summary>"Template.docx • 2 pages" before the words for an omitted document gives the file name.</summary>
    private void TakeDocumentName(ReadOnlySpan<char> before, out ReadOnlySpan<char> caption)
    {
        caption = before;
        var name = FileNames.BeforeBullet(before);
        if (!FileNames.HasExtension(name) || name.Contains('\n')) return;
        Attachment = name.ToString();
        caption = default;
    }

    private EntryKind KindOf(in Header header, ReadOnlySpan<char> rawSender, ReadOnlySpan<char> body, ReadOnlySpan<char> rawBody, bool systemMarked)
    {
        if (!systemMarked)
        {
            var mustBeMarked = header.Shape.Bracketed && _marksSeen;
            // WhatsApp writes "null"; "Null" is German for zero.
            if (body.Trim() is "null") return mustBeMarked ? EntryKind.Message : EntryKind.Notice;
            if (mustBeMarked || !Phrases.Notices.Contains(body)) return EntryKind.Message;
            AddLanguage(body);
            return EntryKind.Notice;
        }
        if (IsUserContent(body, rawBody)) return EntryKind.Message;
        AddLanguage(body);
        var sender = SenderNames.Clean(rawSender);
        if (header.Marked || body.Trim() is "null" || Phrases.Notices.Contains(body) || body.TrimStart().StartsWith(sender, StringComparison.OrdinalIgnoreCase) || HasMarkWithin(rawBody)
            || body.ContainsAny(Phrases.System)) return EntryKind.Notice;
        // Copied text may start with a mark too.
        if (_known is not null) return _known.Contains(sender) ? EntryKind.Message : EntryKind.Notice;
        IsUndecided = true;
        return EntryKind.Notice;
    }

    private static bool HasMarkWithin(ReadOnlySpan<char> rawBody) => rawBody.TrimStart(Marks.LeftToRight).Contains(Marks.LeftToRight);

    /// <summary>
    /// A system line whose quoted title contains a colon seems to have a sender: «Aiko changed the subject to "Dinner: Friday"». If a quotation is open at the colon and
    /// closed after it, the colon does not end a name.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool OpensQuotation(ReadOnlySpan<char> raw, int colon)
    {
        var open = -1;
        for (var i = 0; i < colon; i++)
        {
            var c = raw[i];
            if (open >= 0 && Closing.Contains(c) && (i + 1 == colon || !char.IsLetterOrDigit(raw[i + 1])) && !Marks.IsSpace(raw[i - 1])) open = -1;
            else if (Opening.Contains(c)) open = i;
            else if (Both.Contains(c) && (i == 0 || Marks.IsSpace(raw[i - 1]) || Marks.IsIgnorable(raw[i - 1]) || raw[i - 1] >= 0x2E80 || (IsPrefix(raw[..i]) && raw[..colon].ContainsAny(Phrases.System)))) open = i;
        }
        if (open < 0) return false;
        var lineEnd = raw.IndexOf('\n');
        return (lineEnd < 0 ? raw : raw[..lineEnd])[(colon + 1)..].ContainsAny(Closing);
    }

    /// <summary>Whether a text ends with a word of one Hebrew or Arabic letter, which is written together with the quotation after it. Titles of people look the same: ד"ר.</summary>
    private static bool IsPrefix(ReadOnlySpan<char> text) =>
        text[^1] is >= '\u05D0' and <= '\u064A' && (text[^1] == '\u0640' || text.Length == 1 || Marks.IsSpace(text[^2]));

    /// <summary>Marked by iOS but written by a person: a poll (its options are marked too), a location or another link, a contact.</summary>
    private static bool IsUserContent(ReadOnlySpan<char> body, ReadOnlySpan<char> rawBody) =>
        body.Contains("://", StringComparison.Ordinal) || rawBody.Contains("\n\u200E", StringComparison.Ordinal) || Phrases.UserContent.IsPrefixOf(body);

    private ReadOnlySpan<char> Clean(ReadOnlySpan<char> text, out bool changed)
    {
        changed = Marks.NeedsCleaning(text);
        if (!changed) return text;
        if (_scratch.Length < text.Length) Grow(ref _scratch, text.Length);
        return _scratch.AsSpan(0, Marks.Clean(text, _scratch));
    }

    /// <summary>Sets the text to a part of the raw text or of its cleaned copy.</summary>
    private void SetText(ReadOnlySpan<char> raw, ReadOnlySpan<char> text)
    {
        _textLength = text.Length;
        _textStart = 0;
        _textIn = Source.Raw;
        if (text.IsEmpty || raw.Overlaps(text, out _textStart)) return;
        _textIn = Source.Scratch;
        ((ReadOnlySpan<char>)_scratch).Overlaps(text, out _textStart);
    }

    /// <summary>Sets the text to what surrounds an attachment's mark. iOS repeats the name of a document there, which is not a caption.</summary>
    private void SetCaption(ReadOnlySpan<char> before, ReadOnlySpan<char> after, ReadOnlySpan<char> attachment)
    {
        if (!attachment.IsEmpty && FileNames.IsTitleOf(before, attachment)) before = default;
        after = before.IsEmpty ? after.TrimStart('\n') : after;
        if (_caption.Length < before.Length + after.Length) Grow(ref _caption, before.Length + after.Length);
        before.CopyTo(_caption);
        after.CopyTo(_caption.AsSpan(before.Length));
        _textIn = Source.Caption;
        _textStart = 0;
        _textLength = before.Length + after.Length;
    }

    private static void Grow(ref char[] buffer, int length)
    {
        ArrayPool<char>.Shared.Return(buffer);
        buffer = ArrayPool<char>.Shared.Rent(length);
    }
}
