using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Recognises the time stamp that starts a message, in any locale that WhatsApp exports in. Pure and without allocation.</summary>
/// <remarks>Most files are read before the runtime would have optimised this code, so that the methods that run for each line are optimised at once, here and in its neighbours.</remarks>
internal static class HeaderParser
{
    private const int MinLength = 10;
    private const int MaxGap = 40;
    private const int MaxMonthName = 40;
    private const int MaxMonthWords = 3;

    // From this character on a month name may have one character, as in Burmese.
    private const char FirstSyllable = '\u1000';

    /// <summary>Parses the start of a line. Returns false if the line does not start a message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<char> line, out Header header)
    {
        header = default;
        if (line.Length < MinLength) return false;
        var at = 0;
        var prefix = line[0] is ' ' or '\t' or '>' ? SkipPrefix(line, ref at) : '\0';
        SkipMarks(line, ref at);
        if (at == line.Length) return false;
        var marked = at > 0 && line[..at].Contains(Marks.LeftToRight);
        var bracketed = line[at] == '[';
        if (bracketed)
        {
            at++;
            SkipBlanks(line, ref at);
        }
        else if (line[at] < '0' || (line[at] is > '9' and < '\u0660' && !MayBeginDate(line[at..])))
        {
            return false;
        }

        var stamp = new Stamp { Text = line, At = at, Bracketed = bracketed, Prefix = prefix };
        if (!stamp.Read()) return false;
        header = new Header(stamp.A, stamp.B, stamp.C, stamp.SecondOfDay, stamp.At, marked, stamp.OneDigitLast, stamp.Shape,
            stamp.Padded, stamp.LowerMeridiem, stamp.Name);
        return true;
    }

    /// <summary>Skips blanks and the ">" of quoted mails; returns the first of the signs that was met, a blank if there is none.</summary>
    private static char SkipPrefix(ReadOnlySpan<char> line, ref int at)
    {
        while (at < line.Length && (line[at] is '>' || Marks.IsSpace(line[at]))) at++;
        return line[..at].Contains('>') ? '>' : ' ';
    }

    /// <summary>"R4/3/18" or "Aug 28, 2013": an era letter, or a short word and a number.</summary>
    private static bool MayBeginDate(ReadOnlySpan<char> text)
    {
        var spaces = 0;
        for (var at = 0; at < text.Length && at < MaxMonthName; at++)
        {
            if (char.IsLetter(text[at]) || text[at] is '.') continue;
            if (at > 0 && (text[at] is '\u05F3' or '’' or '\'' || char.GetUnicodeCategory(text[at]) == UnicodeCategory.NonSpacingMark)) continue;
            if (Marks.IsSpace(text[at]) && at > 0 && ++spaces <= MaxMonthWords) continue;
            return at > 0 && (at == 1 || !char.IsLetter(text[at - 1])) && (char.IsAsciiDigit(text[at]) || (text[at] >= '\u0660' && char.IsDigit(text[at])));
        }
        return false;
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
        public char Prefix;
        public int A, B, C;
        private char _dateSeparator, _timeSeparator;
        private int _aDigits, _cDigits;
        private int _hour, _minute, _second;
        private bool _seconds, _comma, _timeFirst;
        private byte _connector;
        private MeridiemPlace _place;
        private int _hours;
        private HeaderEnd _end;
        private bool _named, _era, _zeroA, _zeroB;
        private int _nameEnd;
        private Calendar _calendar;
        public bool LowerMeridiem;
        public MonthName? Name;

        public readonly int SecondOfDay => (Meridiems.Hour(_hour, _hours) * 60 + _minute) * 60 + _second;

        public readonly bool Padded => _zeroA || _zeroB;

        public readonly bool OneDigitLast => _cDigits == 1 && _aDigits == 2;

        public readonly HeaderShape Shape => new(
            Bracketed, _timeFirst, _dateSeparator, (byte)(_named && C == 0 ? 0 : _aDigits == 4 || _cDigits == 4 ? 4 : _era ? 4 : 2), _aDigits == 4 || _eraFirst,
            _comma, _connector, _timeSeparator, _seconds, _place, _end, _named, _calendar, _era, Prefix);

        private bool _eraFirst;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public bool Read()
        {
            if (Bracketed) SkipWord("lúc");
            var start = At;
            if (ReadNumber(4, out A, out _aDigits))
            {
                if (At < Text.Length && Text[At] == ':')
                {
                    At = start;
                    _timeFirst = true;
                    if (!ReadTime() || !ReadGap(time: false)) return false;
                    start = At;
                    return ReadWholeDate(start) && ReadEnd(afterTime: false);
                }
            }
            At = start;
            return ReadWholeDate(start) && ReadGap(time: true) && ReadTime() && ReadEnd(afterTime: true);
        }

        private bool ReadWholeDate(int start)
        {
            if (_named)
            {
                // The month came before the number.
                return ReadNumber(2, out A, out _aDigits) && ReadYearAfterMonth();
            }
            if (ReadNumber(4, out A, out _aDigits))
            {
                _zeroA = Text[start] == '0';
                return ReadDate();
            }
            At = start;
            if (ReadMonthName())
            {
                SkipBlanks(Text, ref At);
                return ReadNumber(2, out A, out _aDigits) && ReadYearAfterMonth();
            }
            At = start;
            return ReadEra() && (ReadFirstYear() || ReadNumber(3, out A, out _aDigits)) && ReadDate();
        }

        /// <summary>令和4年, R4/3/18, 民國113年: the year of an imperial era or of the Republic of China.</summary>
        private bool ReadEra()
        {
            var rest = Text[At..];
            var (length, calendar) = rest switch
            {
                ['令', '和', ..] => (2, Calendar.Reiwa),
                ['平', '成', ..] => (2, Calendar.Heisei),
                ['民', '國' or '国', ..] => (2, Calendar.Minguo),
                ['西', '暦', ..] => (2, Calendar.Gregorian),
                ['R', >= '0' and <= '9', ..] => (1, Calendar.Reiwa),
                ['H', >= '0' and <= '9', ..] => (1, Calendar.Heisei),
                _ => (0, Calendar.Gregorian),
            };
            if (length == 0) return false;
            At += length;
            SkipBlanks(Text, ref At);
            (_calendar, _era, _eraFirst) = (calendar, true, true);
            return true;
        }

        /// <summary>元年: the first year of an era is written as a word.</summary>
        private bool ReadFirstYear()
        {
            if (At == Text.Length || Text[At] != '元') return false;
            (A, _aDigits) = (1, 1);
            At++;
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private bool ReadDate()
        {
            var beforeSeparator = At;
            if (ReadMonthAfterNumber(beforeSeparator)) return true;
            At = beforeSeparator;
            if (!ReadDateSeparator(out var first)) return false;
            var second = At;
            if (!ReadNumber(2, out B, out _)) return false;
            _zeroB = Text[second] == '0';
            if (!ReadDateSeparator(out var next)) return false;
            if (At < Text.Length && Text[At] is 'R' or 'H' && At + 1 < Text.Length && char.IsAsciiDigit(Text[At + 1]))
            {
                // "18/3/R4".
                (_calendar, _era) = (Text[At] == 'R' ? Calendar.Reiwa : Calendar.Heisei, true);
                At++;
            }
            if (!ReadNumber(4, out C, out _cDigits)) return false;
            if (next != first && (first, next) is not (('年', '月') or ('년', '월'))) return false;
            _dateSeparator = first;
            ReadEraAfterYear();
            return Plausible();
        }

        /// <summary>"28 Aug 2013", "28. ago 2013", "28 de agosto de 2013", "2013 Aug 28", and the same without a year.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private bool ReadMonthAfterNumber(int from)
        {
            At = from;
            while (At < Text.Length && (Marks.IsSpace(Text[At]) || Marks.IsIgnorable(Text[At]) || Text[At] is '.' or '-' or '/')) At++;
            SkipWord("de");
            // "2013. gada 28. aug.": the day comes before the month.
            if (_aDigits == 4 && SkipWord("gada")) return ReadDayAndMonth();
            if (At == Text.Length || !char.IsLetter(Text[At]) || !ReadMonthName()) return false;
            if (_aDigits == 4)
            {
                SkipDateBlanks();
                (C, _cDigits, _dateSeparator) = (A, 4, 'M');
                return ReadNumber(2, out A, out _aDigits) && A is >= 1 and <= 31 && PlausibleYear(C);
            }
            return ReadYearAfterMonth();
        }

        private bool ReadDayAndMonth()
        {
            (C, _cDigits, _dateSeparator) = (A, 4, 'M');
            if (!ReadNumber(2, out A, out _aDigits)) return false;
            SkipDateBlanks();
            return At < Text.Length && char.IsLetter(Text[At]) && ReadMonthName() && A is >= 1 and <= 31 && PlausibleYear(C);
        }

        private bool ReadYearAfterMonth()
        {
            _dateSeparator = 'M';
            if (A is < 1 or > 31) return false;
            var end = At;
            SkipDateBlanks();
            SkipWord("de");
            SkipWord("del");
            if (ReadNumber(4, out C, out _cDigits) && (_cDigits == 4 || (_cDigits == 2 && !IsHour())))
            {
                ReadEraAfterYear();
                return _cDigits != 4 || PlausibleYear(C);
            }
            At = end;
            (C, _cDigits) = (0, 0);
            return true;
        }

        /// <summary>"28 Aug 19:23", "28 août 19 h 23": the two digits that were read are an hour and not a year.</summary>
        private bool IsHour()
        {
            var end = At;
            var isHour = ReadTimeSeparator(out _) && ReadNumber(2, out _, out var digits) && digits == 2;
            At = end;
            return isHour;
        }

        private void SkipDateBlanks()
        {
            while (At < Text.Length && (Marks.IsSpace(Text[At]) || Marks.IsIgnorable(Text[At]) || Text[At] is '.' or ',' or '-' or '/' or '\u060C')) At++;
        }

        private bool SkipWord(string word)
        {
            if (!Text[At..].StartsWith(word, StringComparison.OrdinalIgnoreCase) || At + word.Length == Text.Length || !Marks.IsSpace(Text[At + word.Length])) return false;
            At += word.Length + 1;
            return true;
        }

        /// <summary>Reads the longest month name: some have several words or a number, such as "Rab. II" and "tháng 12".</summary>
        private bool ReadMonthName()
        {
            Span<char> key = stackalloc char[MaxMonthName];
            var (length, end, found) = (0, At, false);
            for (var words = 0; words < MaxMonthWords && ReadMonthWord(ref end, words > 0, At + MaxMonthName); words++)
            {
                length = Meridiems.Key(Text[At..end], key);
                if ((length < 2 && Text[At] < FirstSyllable) || !ClockWords.Months.TryGetValue(key[..length], out var month)) continue;
                (B, Name, _named, _calendar, found) = (month.Number, month, true, month.Calendar, true);
                _nameEnd = end;
            }
            if (found) At = _nameEnd;
            return found;
        }

        private bool ReadMonthWord(ref int end, bool another, int most)
        {
            var start = end;
            if (another)
            {
                if (start < Text.Length && Text[start] == '-') start++;
                else SkipBlanks(Text, ref start);
                if (start == end) return false;
            }
            end = start;
            while (end < Text.Length && end < most && !Marks.IsSpace(Text[end]) && Text[end] is not (',' or '-' or '/' or ']' or '\u060C') && (another || !IsDigit(end))) end++;
            return end > start && end < most;
        }

        /// <summary>"2565 BE", "1443 AH", "4 R".</summary>
        private void ReadEraAfterYear()
        {
            var end = At;
            while (end < Text.Length && Marks.IsSpace(Text[end])) end++;
            var start = end;
            while (end < Text.Length && end - start <= 6 && (char.IsLetter(Text[end]) || Text[end] == '.')) end++;
            if (end == start || end - start > 6) return;
            Span<char> key = stackalloc char[end - start];
            Calendar? calendar = key[..Meridiems.Key(Text[start..end], key)] switch
            {
                "be" or "พศ" => Calendar.Buddhist,
                "ap" or "هش" or "ش" => _calendar == Calendar.Persian || (_aDigits < 3 && C is >= 1380 and <= 1429) || A is >= 1380 and <= 1429 ? Calendar.Persian : null,
                "ah" or "هـ" or "ه" => Calendar.Islamic,
                "ad" or "ce" or "คศ" => Calendar.Gregorian,
                "r" when Text[start] == 'R' && end == start + 1 => Calendar.Reiwa,
                "reiwa" => Calendar.Reiwa,
                "heisei" => Calendar.Heisei,
                "roc" or "minguo" => Calendar.Minguo,
                _ => null,
            };
            if (calendar is not { } found) return;
            if (found != Calendar.Gregorian) (_calendar, _era) = (found, _era || found is Calendar.Reiwa or Calendar.Heisei or Calendar.Minguo);
            At = end;
        }

        /// <summary>Whether the three numbers can be a date in any order.</summary>
        private bool Plausible()
        {
            if (_eraFirst) return A > 0 && B is >= 1 and <= 12 && C is >= 1 and <= 31;
            if (_era) return A is >= 1 and <= 31 && B is >= 1 and <= 31 && (A <= 12 || B <= 12) && C > 0;
            // The year 00 can only be the Persian year 1400.
            if (A == 0 && _aDigits == 2) return B is >= 1 and <= 12 && C is >= 1 and <= 31 && _cDigits <= 2;
            if (A == 0 || B == 0 || (C == 0 && _aDigits == 4) || B > 31) return false;
            if (_aDigits == 4) return PlausibleYear(A) && _cDigits <= 2 && C <= 31;
            if (_aDigits > 2) return false;
            if (_cDigits == 4) return PlausibleYear(C) && A <= 31 && (A <= 12 || B <= 12);
            // "23. 12. 1. 오후 9:41", "01/1/1": a two-digit year and a one-digit day.
            if (_cDigits == 1) return _aDigits == 2 && B <= 12 && C > 0;
            if (_cDigits != 2) return false;
            return A <= 31 ? A <= 12 || B <= 12 : B <= 12 && C is >= 1 and <= 31;
        }

        private bool PlausibleYear(int year)
        {
            if (year is >= 1970 and < 2100) return true;
            if (Calendars.Of(year, twoDigits: false, 0) is var calendar && calendar == Calendar.Gregorian) return false;
            _calendar = calendar;
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
            // Some phones count the hours from 1: 24:05 is the first hour of the day.
            if (_hour == 24) _hour = 0;
            return _hour <= 23 && _minute <= 59 && _second <= 59;
        }

        /// <summary>Reads the text between date and time: a comma, a connecting word, a word for the half of the day.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
            var from = At;
            At = end;
            if (ReadWords(gap, time ? MeridiemPlace.BeforeTime : MeridiemPlace.AfterTime)) return true;
            if (time) return false;
            // "7:23 PM, Aug 28, 2013": the month name comes before the day.
            // The shortest name is tried first: "de. Nov." is a half of the day and a month, "de nov." a month.
            for (var word = gap.Length - 1; word >= 0; word--)
            {
                if (!char.IsLetter(gap[word]) || (word > 0 && (char.IsLetter(gap[word - 1]) || gap[word - 1] is '’' or '\''))) continue;
                At = from + word;
                if (!ReadMonthName()) continue;
                SkipBlanks(Text, ref At);
                if (At == end && (word == 0 || ReadWords(gap[..word], MeridiemPlace.AfterTime))) return true;
                _named = false;
            }
            return false;
        }

        /// <summary>Reads the text between the time stamp and the message: "] " or " - ", with a word for the half of the day before it.</summary>
        private bool ReadEnd(bool afterTime)
        {
            _end = Bracketed ? HeaderEnd.Bracket : HeaderEnd.Dash;
            if (!Bracketed && At + 2 < Text.Length && Text[At] == ' ' && Text[At + 1] == '-' && Text[At + 2] == ' ')
            {
                At += 3;
                return true;
            }
            var start = At;
            if (ReadEnd(Bracketed ? Text[At..].IndexOf(']') : EndBeforeDash(Text[At..]), afterTime)) return true;
            if (Bracketed || !afterTime) return false;
            // "13/06/15 10:59:59: Ann: hi", the iOS format until 2016.
            At = start;
            _end = HeaderEnd.Colon;
            return ReadEnd(Text[At..].IndexOf(':'), afterTime);
        }

        private bool ReadEnd(int end, bool afterTime)
        {
            if (end is < 0 or > MaxGap) return false;
            var words = Text.Slice(At, end);
            At += end;
            if (_end == HeaderEnd.Dash) SkipBlanks(Text, ref At);
            At++;
            if (At < Text.Length && Marks.IsSpace(Text[At])) At++;
            else if (_end != HeaderEnd.Bracket && At < Text.Length) return false;
            return ReadWords(words, afterTime ? MeridiemPlace.AfterTime : MeridiemPlace.None);
        }

        private bool ReadWords(ReadOnlySpan<char> words, MeridiemPlace place)
        {
            if (words.Length == 1 && words[0] == ' ') return true;
            var before = (_place, _hours, _connector, LowerMeridiem);
            var read = ReadWord(words, place);
            // "klo illalla": a connecting word and one for the part of the day.
            for (var i = 1; !read && i + 1 < words.Length; i++)
            {
                if (!Marks.IsSpace(words[i]) || Marks.IsSpace(words[i - 1])) continue;
                (_place, _hours, _connector, LowerMeridiem) = before;
                read = ReadWord(words[..i], place) && ReadWord(words[i..], place);
            }
            // A failed attempt must not leave state behind, because another end is tried next.
            if (!read) (_place, _hours, _connector, LowerMeridiem) = before;
            _comma |= read && words.ContainsAny(',', '\u060C', '、');
            return read;
        }

        private bool ReadWord(ReadOnlySpan<char> words, MeridiemPlace place)
        {
            Span<char> key = stackalloc char[words.Length];
            var length = Meridiems.Key(words, key);
            if (length == 0) return true;
            if (place != MeridiemPlace.None && _place == MeridiemPlace.None && Meridiems.TryGet(key[..length], out _hours))
            {
                _place = place;
                LowerMeridiem = words.ContainsAnyInRange('a', 'z');
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
