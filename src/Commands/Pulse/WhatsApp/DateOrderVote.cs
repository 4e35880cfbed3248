namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Collects, header by header, what is needed to decide the date order of a file. Memory grows with days, not with messages.</summary>
internal sealed class DateOrderVote
{
    // WhatsApp began in 2009: an earlier two-digit "year" is a day, so the first number is the year.
    private const int FirstYear = 9;
    private const int ClearlyShorter = 7;

    private long _dayFirstOver12Line, _monthFirstOver12Line;
    private long _dayFirstOver12, _monthFirstOver12;
    private long _previousAsDayFirst, _previousAsMonthFirst;
    private bool _oneDigitLast;
    private long _backwardAsDayFirst, _backwardAsMonthFirst;

    public void Add(in Header header, long line)
    {
        if (header.Shape.LeadingYear) return;
        _oneDigitLast |= header.OneDigitLast;
        if (header.A > 12 && _dayFirstOver12Line == 0) (_dayFirstOver12Line, _dayFirstOver12) = (line, header.DateKey);
        if (header.B > 12 && _monthFirstOver12Line == 0) (_monthFirstOver12Line, _monthFirstOver12) = (line, header.DateKey);
        var asDayFirst = Instant(header.C, header.B, header.A, header.SecondOfDay);
        var asMonthFirst = Instant(header.C, header.A, header.B, header.SecondOfDay);
        if (asDayFirst < _previousAsDayFirst) _backwardAsDayFirst++;
        if (asMonthFirst < _previousAsMonthFirst) _backwardAsMonthFirst++;
        (_previousAsDayFirst, _previousAsMonthFirst) = (asDayFirst, asMonthFirst);
    }

    /// <summary>The order of the whole file.</summary>
    /// <exception cref="TranscriptException">Dates contradict each other, or do not exist in the order decided.</exception>
    public DateOrder Decide(HeaderShape shape, IReadOnlyCollection<DayTally> days)
    {
        var order = Choose(shape, days);
        foreach (var day in days)
        {
            if (Header.Date(day.DateKey, order, shape.YearDigits) is null) throw NoSuchDate(day, order, shape);
        }
        return order;
    }

    private DateOrder Choose(HeaderShape shape, IReadOnlyCollection<DayTally> days)
    {
        if (shape.LeadingYear || IsShortYearFirst(shape, days)) return DateOrder.YearFirst;
        if (_dayFirstOver12Line > 0 && _monthFirstOver12Line > 0) throw Contradiction(shape);
        if (_dayFirstOver12Line > 0) return DateOrder.DayFirst;
        if (_monthFirstOver12Line > 0) return DateOrder.MonthFirst;
        if (_backwardAsDayFirst != _backwardAsMonthFirst)
            return _backwardAsDayFirst < _backwardAsMonthFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;

        // Both orders run forward. Several days that stand together in one order and months apart in the other are plain enough.
        if (days.Count >= 3)
        {
            var (asDayFirst, asMonthFirst) = (Span(shape, days, DateOrder.DayFirst), Span(shape, days, DateOrder.MonthFirst));
            if (asDayFirst * ClearlyShorter <= asMonthFirst) return DateOrder.DayFirst;
            if (asMonthFirst * ClearlyShorter <= asDayFirst) return DateOrder.MonthFirst;
        }
        return shape.Meridiem != MeridiemPlace.None && shape.DateSeparator == '/' ? DateOrder.MonthFirst : DateOrder.DayFirst;
    }

    /// <summary>"23. 12. 31.": two digits of the year first.</summary>
    private bool IsShortYearFirst(HeaderShape shape, IReadOnlyCollection<DayTally> days)
    {
        if (shape.YearDigits != 2) return false;
        var years = new HashSet<int>();
        var lasts = new HashSet<int>();
        var earlyYear = false;
        foreach (var day in days)
        {
            var (a, b, c) = Numbers(day.DateKey);
            if (a > 31) return true;
            if (b > 12 || a < FirstYear || c is 0 or > 31) return false;
            years.Add(a);
            lasts.Add(c);
            earlyYear |= c < FirstYear;
        }
        return _oneDigitLast || (earlyYear && lasts.Count > years.Count);
    }

    private static int Span(HeaderShape shape, IReadOnlyCollection<DayTally> days, DateOrder order)
    {
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (var day in days)
        {
            if (Header.Date(day.DateKey, order, shape.YearDigits) is not { } date) return int.MaxValue / ClearlyShorter;
            first = Math.Min(first, date.DayNumber);
            last = Math.Max(last, date.DayNumber);
        }
        return last - first;
    }

    private static long Instant(int year, int month, int day, int second) => (((long)year * 100 + month) * 100 + day) * 100_000 + second;

    private static (int A, int B, int C) Numbers(long dateKey) =>
        ((int)(dateKey >> 32), (int)(dateKey >> 16) & 0xFFFF, (int)dateKey & 0xFFFF);

    private static string Written(long dateKey, HeaderShape shape)
    {
        var (a, b, c) = Numbers(dateKey);
        return $"{a:00}{shape.DateSeparator}{b:00}{shape.DateSeparator}{c:00}";
    }

    private TranscriptException Contradiction(HeaderShape shape) => new(
        TranscriptException.AmbiguousDateFormat,
        $"The dates contradict each other: line {_dayFirstOver12Line} has {Written(_dayFirstOver12, shape)} (the day first), " +
        $"line {_monthFirstOver12Line} has {Written(_monthFirstOver12, shape)} (the month first). One export has one order: export the chat again.",
        Math.Max(_dayFirstOver12Line, _monthFirstOver12Line));

    private static TranscriptException NoSuchDate(DayTally day, DateOrder order, HeaderShape shape) => new(
        TranscriptException.AmbiguousDateFormat,
        $"Line {day.FirstLine}: there is no date {Written(day.DateKey, shape)} in a file that writes " +
        $"{order switch { DateOrder.DayFirst => "the day", DateOrder.MonthFirst => "the month", _ => "the year" }} first. Export the chat again.",
        day.FirstLine);
}
