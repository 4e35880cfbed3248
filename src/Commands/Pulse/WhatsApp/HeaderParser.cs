using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Recognises the time stamp that starts a message, in any locale that WhatsApp exports in. Pure and without allocation.</summary>
internal static class HeaderParser
{
    public const int ThaiYears = 543;
    public const int FirstThaiYear = 1970 + ThaiYears;
    private const int MinLength = 10;
    private const int MaxGap = 28;

    /// <summary>Parses the start of a line; false when the line does not start a message.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, out Header header)
    {
        header = default;
        if (line.Length < MinLength) return false;
        var at = 0;
        SkipMarks(line, ref at);
        if (at == line.Length) return false;
        var marked = at > 0 && line[..at].Contains(Marks.LeftToRight);
        var bracketed = line[at] == '[';
        if (bracketed)
        {
            at++;
            SkipBlanks(line, ref at);
        }
        else if (line[at] is > '9' and < '\u0660' or < '0')
        {
            return false;
        }

        var stamp = new Stamp { Text = line, At = at, Bracketed = bracketed };
        if (!stamp.Read()) return false;
        header = new Header(stamp.A, stamp.B, stamp.C, stamp.SecondOfDay, stamp.At, marked, stamp.OneDigitLast, stamp.Shape);
        return true;
    }

    private static void SkipMarks(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && Marks.IsIgnorable(text[at])) at++;
    }

    private static void SkipBlanks(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && (Marks.IsSpace(text[at]) || Marks.IsIgnorable(text[at]))) at++;
    }

    private ref struct Stamp
    {
        public ReadOnlySpan<char> Text;
        public int At;
        public bool Bracketed;
        public int A, B, C;
        private char _dateSeparator, _timeSeparator;
        private int _aDigits, _cDigits;
        private int _hour, _minute, _second;
        private bool _seconds, _comma, _timeFirst;
        private byte _connector;
        private MeridiemPlace _place;
        private Meridiem _meridiem;

        public readonly int SecondOfDay => (Meridiems.Hour(_hour, _meridiem) * 60 + _minute) * 60 + _second;

        public readonly bool OneDigitLast => _cDigits == 1 && _aDigits == 2;

        public readonly HeaderShape Shape => new(
            Bracketed, _timeFirst, _dateSeparator, (byte)(_aDigits == 4 || _cDigits == 4 ? 4 : 2), _aDigits == 4, _comma, _connector,
            _timeSeparator, _seconds, _place);

        public bool Read()
        {
            var start = At;
            if (!ReadNumber(4, out A, out _aDigits)) return false;
            if (At < Text.Length && Text[At] == ':')
            {
                At = start;
                _timeFirst = true;
                return ReadTime() && ReadGap(time: false) && ReadNumber(4, out A, out _aDigits) && ReadDate() && ReadEnd(afterTime: false);
            }
            return ReadDate() && ReadGap(time: true) && ReadTime() && ReadEnd(afterTime: true);
        }

        private bool ReadDate()
        {
            if (!ReadDateSeparator(out var first) || !ReadNumber(2, out B, out _)) return false;
            if (!ReadDateSeparator(out var second) || !ReadNumber(4, out C, out _cDigits)) return false;
            if (second != first && (first, second) is not (('年', '月') or ('년', '월'))) return false;
            _dateSeparator = first;
            return Plausible();
        }

        /// <summary>Whether some order of the three numbers can be a date.</summary>
        private readonly bool Plausible()
        {
            if (A == 0 || B == 0 || C == 0 && _aDigits == 4 || B > 31) return false;
            if (_aDigits == 4) return PlausibleYear(A) && _cDigits <= 2 && C <= 31;
            if (_aDigits > 2) return false;
            if (_cDigits == 4) return PlausibleYear(C) && A <= 31 && (A <= 12 || B <= 12);
            // "23. 12. 1. 오후 9:41": a year of two digits, a day of one, and a full stop behind it.
            if (_cDigits == 1) return _aDigits == 2 && B <= 12 && C > 0 && At < Text.Length && Text[At] == '.';
            if (_cDigits != 2) return false;
            return A <= 31 ? A <= 12 || B <= 12 : B <= 12 && C is >= 1 and <= 31;
        }

        private static bool PlausibleYear(int year) => year is >= 1970 and < 2100 or >= FirstThaiYear and < 2100 + ThaiYears;

        private bool ReadTime()
        {
            if (!ReadNumber(2, out _hour, out _) || !ReadTimeSeparator(out _timeSeparator)) return false;
            if (!ReadNumber(2, out _minute, out var digits) || digits != 2) return false;
            var before = At;
            if (ReadTimeSeparator(out var next) && next == _timeSeparator && ReadNumber(2, out _second, out digits) && digits == 2)
            {
                _seconds = true;
            }
            else
            {
                At = before;
                _second = 0;
                if (_timeSeparator == 'h' && ReadWord("min") && ReadNumber(2, out _second, out digits) && digits == 2)
                    _seconds = true;
                else
                    At = before;
            }
            return _hour <= 23 && _minute <= 59 && _second <= 59;
        }

        /// <summary>Reads what stands between date and time: a comma, a joining word, a word for the half of the day.</summary>
        private bool ReadGap(bool time)
        {
            if (At + 2 < Text.Length && Text[At] == ',' && Text[At + 1] == ' ' && char.IsAsciiDigit(Text[At + 2]))
            {
                _comma = true;
                At += 2;
                return true;
            }
            var end = At;
            while (end < Text.Length && end - At <= MaxGap && !IsDigit(end)) end++;
            if (end == At || end - At > MaxGap || end == Text.Length) return false;
            var gap = Text[At..end];
            At = end;
            return ReadWords(gap, time ? MeridiemPlace.BeforeTime : MeridiemPlace.AfterTime);
        }

        /// <summary>Reads what stands between the time stamp and the text: "] " or " - ", with a word for the half of the day before it.</summary>
        private bool ReadEnd(bool afterTime)
        {
            if (!Bracketed && At + 2 < Text.Length && Text[At] == ' ' && Text[At + 1] == '-' && Text[At + 2] == ' ')
            {
                At += 3;
                return true;
            }
            var end = Bracketed ? Text[At..].IndexOf(']') : EndBeforeDash(Text[At..]);
            if (end is < 0 or > MaxGap) return false;
            var words = Text.Slice(At, end);
            At += end;
            if (!Bracketed) SkipBlanks(Text, ref At);
            At++;
            if (At < Text.Length && Marks.IsSpace(Text[At])) At++;
            else if (!Bracketed && At < Text.Length) return false;
            return ReadWords(words, afterTime ? MeridiemPlace.AfterTime : MeridiemPlace.None);
        }

        private bool ReadWords(ReadOnlySpan<char> words, MeridiemPlace place)
        {
            if (words.Length == 1 && words[0] == ' ') return true;
            _comma |= words.ContainsAny(',', '\u060C', '、');
            Span<char> key = stackalloc char[words.Length];
            var length = Meridiems.Key(words, key);
            if (length == 0) return true;
            if (place != MeridiemPlace.None && _place == MeridiemPlace.None && Meridiems.TryGet(key[..length], out _meridiem))
            {
                _place = place;
                return true;
            }
            var connector = Meridiems.Connector(key[..length]);
            if (_connector == 0) _connector = connector;
            return connector > 0;
        }

        /// <summary>Length of the text before " - ", or -1.</summary>
        private static int EndBeforeDash(ReadOnlySpan<char> text)
        {
            for (var i = 1; i < text.Length && i <= MaxGap + 1; i++)
            {
                if (text[i] is '-' or '–' or '—' && Marks.IsSpace(text[i - 1])) return i - 1;
            }
            return -1;
        }

        private bool ReadNumber(int maxDigits, out int value, out int digits)
        {
            value = 0;
            digits = 0;
            while (At < Text.Length && digits <= maxDigits)
            {
                var c = Text[At];
                if (char.IsAsciiDigit(c))
                {
                    value = value * 10 + (c - '0');
                    At++;
                }
                else if (c >= '\u0660' && Digit(Text[At..], out var digit, out var chars))
                {
                    value = value * 10 + digit;
                    At += chars;
                }
                else
                {
                    break;
                }
                digits++;
            }
            return digits > 0 && digits <= maxDigits;
        }

        private readonly bool IsDigit(int at) =>
            char.IsAsciiDigit(Text[at]) || Text[at] >= '\u0660' && Digit(Text[at..], out _, out _);

        private static bool Digit(ReadOnlySpan<char> text, out int digit, out int chars)
        {
            digit = -1;
            chars = 1;
            if (!char.IsSurrogate(text[0]))
                digit = CharUnicodeInfo.GetDecimalDigitValue(text[0]);
            else if (Rune.DecodeFromUtf16(text, out var rune, out chars) == System.Buffers.OperationStatus.Done && Rune.IsDigit(rune))
                digit = (int)Rune.GetNumericValue(rune);
            return digit >= 0;
        }

        private bool ReadDateSeparator(out char separator)
        {
            separator = ' ';
            var start = At;
            SkipBlanks(Text, ref At);
            if (At == Text.Length) return false;
            var c = Text[At] switch
            {
                '/' or '／' or '∕' or '⁄' => '/',
                '.' or '．' or '。' => '.',
                '-' or '\u2010' or '\u2011' or '–' or '−' or '－' => '-',
                '年' or '月' or '년' or '월' => Text[At],
                _ => '\0',
            };
            if (c == '\0') return At > start;
            separator = c;
            At++;
            SkipBlanks(Text, ref At);
            return true;
        }

        private bool ReadTimeSeparator(out char separator)
        {
            separator = '\0';
            SkipMarks(Text, ref At);
            if (At == Text.Length) return false;
            var c = Text[At];
            if (c is ':' or '：' or '∶')
            {
                separator = ':';
            }
            else if (c is '.' or '．' or '٫')
            {
                separator = '.';
            }
            else
            {
                if (!ReadWord("h")) return false;
                separator = 'h';
                return true;
            }
            At++;
            SkipMarks(Text, ref At);
            return true;
        }

        private bool ReadWord(string word)
        {
            var at = At;
            SkipBlanks(Text, ref at);
            if (!Text[at..].StartsWith(word)) return false;
            at += word.Length;
            SkipBlanks(Text, ref at);
            At = at;
            return true;
        }
    }
}
