using System.Buffers;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// Takes the text after a time stamp apart: sender, text, attachment, kind. One instance per pass: it remembers whether the file has
/// the marks that iOS writes before its own words. Spans are valid until the next call.
/// </summary>
internal sealed class EntryParser : IDisposable
{
    private static readonly SearchValues<char> QuotationStarts = SearchValues.Create("\"“„«「『");

    private char[] _scratch = ArrayPool<char>.Shared.Rent(4096);
    private char[] _caption = ArrayPool<char>.Shared.Rent(256);
    private bool _marksSeen;
    private Source _textIn;
    private int _textStart, _textLength;

    private enum Source { Raw, Scratch, Caption }

    public EntryKind Kind { get; private set; }
    public bool IsMedia { get; private set; }
    public bool IsOmitted { get; private set; }
    public bool Edited { get; private set; }
    public string? Attachment { get; private set; }

    /// <summary>The sender as written, with marks; empty for system lines.</summary>
    public Range RawSender { get; private set; }

    public ReadOnlySpan<char> Text(ReadOnlySpan<char> raw) =>
        (_textIn switch { Source.Raw => raw, Source.Scratch => _scratch, _ => _caption }).Slice(_textStart, _textLength);

    public void Parse(in Header header, ReadOnlySpan<char> raw)
    {
        (IsMedia, IsOmitted, Edited, Attachment) = (false, false, false, null);
        var senderEnd = SenderEnd(raw, out var bodyStart);
        RawSender = ..Math.Max(0, senderEnd);
        if (senderEnd < 0)
        {
            Kind = EntryKind.System;
            SetText(raw, Clean(raw, out _));
            return;
        }
        var rawBody = raw[bodyStart..];
        var body = Clean(rawBody, out var marked);
        var ownWords = header.Shape.Bracketed && marked && StartsMarked(rawBody);
        _marksSeen |= ownWords;

        TakeEditedMark(ref body, ref rawBody, marked, header.Shape.Bracketed);
        if (TakeAttachment(body, rawBody, marked, raw) || TakeOmitted(header, body, rawBody, raw))
        {
            Kind = EntryKind.Message;
            IsMedia = true;
            return;
        }
        Kind = IsNotice(header, raw[..senderEnd], body, rawBody, ownWords) ? EntryKind.Notice : EntryKind.Message;
        SetText(raw, body);
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_scratch);
        ArrayPool<char>.Shared.Return(_caption);
        _scratch = _caption = [];
    }

    /// <summary>Where the sender ends: before the first ": " of the first line; -1 when there is none.</summary>
    private static int SenderEnd(ReadOnlySpan<char> raw, out int bodyStart)
    {
        bodyStart = 0;
        var from = 0;
        while (true)
        {
            var next = raw[from..].IndexOfAny(':', '\n');
            if (next < 0 || raw[from + next] == '\n') return -1;
            var colon = from + next;
            var after = colon + 1;
            while (after < raw.Length && Marks.IsDirection(raw[after])) after++;
            if (after < raw.Length && Marks.IsSpace(raw[after]))
            {
                bodyStart = after + 1;
                return HasName(raw[..colon]) ? colon : -1;
            }
            from = colon + 1;
        }
    }

    private static bool HasName(ReadOnlySpan<char> sender)
    {
        foreach (var c in sender)
        {
            if (!Marks.IsSpace(c) && !Marks.IsIgnorable(c)) return true;
        }
        return false;
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
        // Any language: a marked "<…>" after a text, without a colon, is what iOS adds to an edited message.
        var marksIt = bracketed && marked && open > 0 && rawOpen > 0 && rawBody[rawOpen - 1] == Marks.LeftToRight && !inner.ContainsAny(':', '：', '\n');
        if (!known && !marksIt) return;
        Edited = true;
        body = body[..open].TrimEnd();
        rawBody = rawBody[..rawOpen].TrimEnd();
    }

    private bool TakeAttachment(ReadOnlySpan<char> body, ReadOnlySpan<char> rawBody, bool marked, ReadOnlySpan<char> raw)
    {
        if (body.Contains('<') && TakeAttachmentInBrackets(body, rawBody, marked)) return true;
        var lineEnd = body.IndexOf('\n');
        var line = (lineEnd < 0 ? body : body[..lineEnd]).TrimEnd();
        if (line.IsEmpty || line[^1] != ')' || !AttachmentInParentheses(line, out var name)) return false;
        Attachment = name.StartsWith('.') ? null : name.ToString();
        SetText(raw, lineEnd < 0 ? default : body[(lineEnd + 1)..]);
        return true;
    }

    /// <summary>The form of iOS: <c>caption &lt;attached: NAME&gt;</c>.</summary>
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
                if (name.Length > 0 && (Phrases.AttachedBefore.Contains(word) || (marked && IsMarkedFile(rawBody, name))))
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

    /// <summary>Any language: a mark, "&lt;", a word, a colon and a name that looks like a file's.</summary>
    private static bool IsMarkedFile(ReadOnlySpan<char> rawBody, ReadOnlySpan<char> name) =>
        FileNames.HasExtension(name) && rawBody.LastIndexOf("\u200E<") is >= 0 and var mark && rawBody[mark..].Contains(name, StringComparison.Ordinal);

    /// <summary>The form of Android: <c>NAME (file attached)</c>, the caption on the lines that follow.</summary>
    private static bool AttachmentInParentheses(ReadOnlySpan<char> line, out ReadOnlySpan<char> name)
    {
        name = default;
        var open = line.LastIndexOf('(');
        if (open <= 0) return false;
        name = line[..open].Trim();
        var words = line[(open + 1)..^1];
        var ownName = FileNames.IsAndroidMedia(name);
        return (ownName && !words.ContainsAnyInRange('0', '9')) || (FileNames.HasExtension(name) && Phrases.AttachedAfter.Contains(words));
    }

    private bool TakeOmitted(in Header header, ReadOnlySpan<char> body, ReadOnlySpan<char> rawBody, ReadOnlySpan<char> raw)
    {
        var lineEnd = body.IndexOf('\n');
        var line = (lineEnd < 0 ? body : body[..lineEnd]).Trim();
        if (line.IsEmpty) return false;
        if (line[0] == '<' && line[^1] == '>' && Phrases.Omitted.Contains(line))
        {
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
            TakeDocumentName(before, out var caption);
            IsOmitted = true;
            SetCaption(caption, default, default);
            return true;
        }
        // Android, and files of iOS whose marks got lost on the way: whole bodies only.
        if ((header.Shape.Bracketed && _marksSeen) || lineEnd >= 0 || !Phrases.Omitted.Contains(line)) return false;
        IsOmitted = true;
        SetText(raw, default);
        return true;
    }

    /// <summary>
    /// Languages that the tables lack: iOS marks a line with media before its time stamp and again before its words. What is marked so
    /// and is short, without digits, sentences and calls, stands for omitted media. A capital may begin a name, hence a notice.
    /// </summary>
    private static bool LooksOmitted(ReadOnlySpan<char> phrase, ReadOnlySpan<char> before)
    {
        if (phrase.Length > 40 || phrase.ContainsAny("\n.。:：!?\"“„«「<>0123456789")) return false;
        if (!(before.IsEmpty ? char.IsLower(phrase[0]) : FileNames.HasExtension(FileNames.BeforeBullet(before)))) return false;
        return !IsCall(phrase) && !Phrases.Notices.Contains(phrase);
    }

    private static bool IsCall(ReadOnlySpan<char> phrase)
    {
        foreach (var word in Words.Calls)
        {
            if (phrase.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>"Template.docx • 2 pages" before the words for an omitted document: the name of the file is known.</summary>
    private void TakeDocumentName(ReadOnlySpan<char> before, out ReadOnlySpan<char> caption)
    {
        caption = before;
        var name = FileNames.BeforeBullet(before);
        if (!FileNames.HasExtension(name) || name.Contains('\n')) return;
        Attachment = name.ToString();
        caption = default;
    }

    private bool IsNotice(in Header header, ReadOnlySpan<char> rawSender, ReadOnlySpan<char> body, ReadOnlySpan<char> rawBody, bool ownWords)
    {
        var mustBeMarked = header.Shape.Bracketed && _marksSeen;
        if (ownWords) return !IsKept(body, rawBody);
        if (!mustBeMarked && Phrases.Notices.Contains(body)) return true;
        return OpensQuotation(rawSender);
    }

    /// <summary>
    /// A system line whose quoted title holds ": " seems to have a sender: «Aiko changed the subject to "Dinner: Friday"». No name has
    /// three words before a quotation that does not end.
    /// </summary>
    private static bool OpensQuotation(ReadOnlySpan<char> rawSender)
    {
        var quote = rawSender.LastIndexOfAny(QuotationStarts);
        if (quote < 1 || !Marks.IsSpace(rawSender[quote - 1]) || rawSender[(quote + 1)..].ContainsAny("\"”“»」』")) return false;
        return rawSender[..quote].Count(' ') >= 3;
    }

    /// <summary>What iOS marks and a person wrote: a poll (its options are marked too), a place or another link, a contact.</summary>
    private static bool IsKept(ReadOnlySpan<char> body, ReadOnlySpan<char> rawBody)
    {
        if (body.Contains("://", StringComparison.Ordinal) || rawBody.Contains("\n\u200E", StringComparison.Ordinal)) return true;
        foreach (var word in Words.Kept)
        {
            if (body.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    private ReadOnlySpan<char> Clean(ReadOnlySpan<char> text, out bool changed)
    {
        changed = Marks.NeedsCleaning(text);
        if (!changed) return text;
        if (_scratch.Length < text.Length) Grow(ref _scratch, text.Length);
        return _scratch.AsSpan(0, Marks.Clean(text, _scratch));
    }

    /// <summary>Remembers a part of the raw text or of its cleaned copy.</summary>
    private void SetText(ReadOnlySpan<char> raw, ReadOnlySpan<char> text)
    {
        _textLength = text.Length;
        _textStart = 0;
        _textIn = Source.Raw;
        if (text.IsEmpty || raw.Overlaps(text, out _textStart)) return;
        _textIn = Source.Scratch;
        ((ReadOnlySpan<char>)_scratch).Overlaps(text, out _textStart);
    }

    /// <summary>The text around an attachment's mark. A document repeats its own name there, which is no caption.</summary>
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
