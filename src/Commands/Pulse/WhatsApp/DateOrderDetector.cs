namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Collects evidence for the date order of a file, header by header. Memory grows with the number of days, not of messages.</summary>
internal sealed class DateOrderDetector
{
    // WhatsApp started in 2009: a smaller two-digit last number is a day, so the first number is the year.
    private const int FirstYear = 9;
    private const int ClearlyShorter = 7;

    private long _dayFirstOver12Line, _monthFirstOver12Line;
    private long _dayFirstOver12, _monthFirstOver12;
    private long _previousAsDayFirst, _previousAsMonthFirst;
    private bool _oneDigitLast, _padded, _lowerMeridiem, _dayFirstLanguage;
    private long _backwardAsDayFirst, _backwardAsMonthFirst;

    private HeaderShape _shape;
    private UInt128 _languages = UInt128.MaxValue;
    private bool _twoMonths;

    /// <summary>The evidence for the order, once it is decided.</summary>
    public DateOrderBasis Basis { get; private set; }

    public void Add(in Header header, long line)
    {
        _shape = _shape == default || _shape.YearDigits == 0 ? header.Shape : _shape;
        if (header.Name is { } name) AddName(name, header.B);
        if (header.Shape.LeadingYear || header.Shape.NamedMonth) return;
        _padded |= header.Padded;
        _lowerMeridiem |= header.LowerMeridiem;
        _oneDigitLast |= header.OneDigitLast;
        if (header.A > 12 && _dayFirstOver12Line == 0) (_dayFirstOver12Line, _dayFirstOver12) = (line, header.DateKey);
        if (header.B > 12 && _monthFirstOver12Line == 0) (_monthFirstOver12Line, _monthFirstOver12) = (line, header.DateKey);
        var asDayFirst = Instant(header.C, header.B, header.A, header.SecondOfDay);
        var asMonthFirst = Instant(header.C, header.A, header.B, header.SecondOfDay);
        if (asDayFirst < _previousAsDayFirst) _backwardAsDayFirst++;
        if (asMonthFirst < _previousAsMonthFirst) _backwardAsMonthFirst++;
        (_previousAsDayFirst, _previousAsMonthFirst) = (asDayFirst, asMonthFirst);
    }

    /// <summary>Adds that WhatsApp's own words in the file are of a language that writes the day first.</summary>
    public void AddDayFirstLanguage() => _dayFirstLanguage = true;

    /// <summary>Two possible languages of the month names, if both have all names of the file but give them different months.</summary>
    public (int Chosen, int Other)? MonthReadings { get; private set; }

    private void AddName(MonthName name, int number)
    {
        _twoMonths |= MonthName.IsAmbiguous(number);
        if ((_languages & name.Languages) != 0) _languages &= name.Languages;
    }

    /// <summary>Decides the order of dates, and the header shape with the calendar that fits the years.</summary>
    /// <exception cref="TranscriptException">Dates contradict each other, or do not exist in the decided order.</exception>
    public (DateOrder Order, HeaderShape Shape) Decide(IReadOnlyCollection<DayTally> days, ScanOptions options)
    {
        var today = options.Today ?? DateOnly.FromDateTime(DateTime.UtcNow);
        (var order, Basis) = Choose(_shape, days, options, today);
        var shape = WithLanguage(WithCalendar(order, days, today), order, days);
        foreach (var day in days)
        {
            if (shape.NamedMonth && (day.DateKey & 0xFFFF) == 0)
                throw new TranscriptException(TranscriptException.AmbiguousDateFormat, $"Line {day.FirstLine}: the date has no year, and no earlier line has one. Add the year to the date of this line, as in \"28 Aug 2013\"; later dates are derived from it.", day.FirstLine);
            if (Header.Date(day.DateKey, order, shape) is null) throw NoSuchDate(day, order, shape);
        }
        return (order, shape);
    }

    /// <summary>First and last date in an order; null if a date does not exist in it.</summary>
    public (DateOnly First, DateOnly Last)? Extent(IReadOnlyCollection<DayTally> days, DateOrder order) => Extent(_shape, days, order);

    private (DateOrder, DateOrderBasis) Choose(HeaderShape shape, IReadOnlyCollection<DayTally> days, ScanOptions options, DateOnly today)
    {
        if (shape.NamedMonth) return (DateOrder.DayFirst, DateOrderBasis.Either);
        if (shape.LeadingYear) return (DateOrder.YearFirst, DateOrderBasis.Proven);
        if (options.Stated is { } stated) return (stated, DateOrderBasis.Stated);
        if (IsShortYearFirst(shape, days)) return (DateOrder.YearFirst, DateOrderBasis.Proven);
        if (IsYearFirstBySpan(shape, days, today)) return (DateOrder.YearFirst, DateOrderBasis.RunningOrder);
        if (_dayFirstOver12Line > 0 && _monthFirstOver12Line > 0) throw Contradiction(shape);
        if (_dayFirstOver12Line > 0) return (DateOrder.DayFirst, DateOrderBasis.Proven);
        if (_monthFirstOver12Line > 0) return (DateOrder.MonthFirst, DateOrderBasis.Proven);
        if (days.All(IsSymmetric)) return (DateOrder.DayFirst, DateOrderBasis.Either);
        if (options.Known is { } known && Extent(shape, days, known) is not null) return (known, DateOrderBasis.EarlierImport);
        if (_backwardAsDayFirst != _backwardAsMonthFirst)
            return (_backwardAsDayFirst < _backwardAsMonthFirst ? DateOrder.DayFirst : DateOrder.MonthFirst, DateOrderBasis.RunningOrder);

        // No chat contains messages from the future.
        var (aheadAsDayFirst, aheadAsMonthFirst) = (IsAhead(DateOrder.DayFirst), IsAhead(DateOrder.MonthFirst));
        if (aheadAsDayFirst != aheadAsMonthFirst) return (aheadAsDayFirst ? DateOrder.MonthFirst : DateOrder.DayFirst, DateOrderBasis.RunningOrder);

        // Both orders give ascending times. Another export of the chat may indicate the order.
        if (options.Likely is { } likely && Extent(shape, days, likely) is not null) return (likely, DateOrderBasis.EarlierImport);
        // If the days are close together in one order and months apart in the other, the first order is right.
        if (days.Count >= 3)
        {
            var (asDayFirst, asMonthFirst) = (Span(shape, days, DateOrder.DayFirst), Span(shape, days, DateOrder.MonthFirst));
            if (asDayFirst * ClearlyShorter <= asMonthFirst) return (DateOrder.DayFirst, DateOrderBasis.RunningOrder);
            if (asMonthFirst * ClearlyShorter <= asDayFirst) return (DateOrder.MonthFirst, DateOrderBasis.RunningOrder);
        }
        // US phones write 7/3/21, 9:15 AM: never with a leading zero, never in lower case.
        if (_dayFirstLanguage) return (DateOrder.DayFirst, DateOrderBasis.Form);
        if (shape.Meridiem == MeridiemPlace.None || shape.DateSeparator != '/') return (DateOrder.DayFirst, DateOrderBasis.Assumed);
        if (_padded || _lowerMeridiem) return (DateOrder.DayFirst, DateOrderBasis.Form);
        return (DateOrder.MonthFirst, DateOrderBasis.Assumed);

        bool IsAhead(DateOrder order) => Extent(shape, days, order) is { } extent && extent.Last > today.AddDays(1);
    }

    /// <summary>3/3/2024 is the same day in both orders.</summary>
    private static bool IsSymmetric(DayTally day) => Numbers(day.DateKey) is var (a, b, _) && a == b;

    private HeaderShape WithCalendar(DateOrder order, IReadOnlyCollection<DayTally> days, DateOnly today)
    {
        if (_shape.YearDigits != 2 || _shape.Era || _shape.Calendar != Calendar.Gregorian) return _shape;
        Calendar? calendar = null;
        foreach (var day in days)
        {
            var (a, _, c) = Numbers(day.DateKey);
            var used = Calendars.Of(order == DateOrder.YearFirst ? a : c, twoDigits: true, today.AddDays(1).Year);
            if (calendar is { } other && other != used) return _shape;
            calendar = used;
        }
        return _shape with { Calendar = calendar ?? Calendar.Gregorian };
    }

    /// <summary>Some names mean different months in different languages: chooses the language that has all names of the file and, of several, the one whose days are closest together.</summary>
    private HeaderShape WithLanguage(HeaderShape shape, DateOrder order, IReadOnlyCollection<DayTally> days)
    {
        if (!_twoMonths) return shape;
        var keys = days.Select(d => d.DateKey).ToArray();
        var readings = MonthName.Each(_languages)
            .DistinctBy(l => string.Join(' ', keys.Select(k => MonthName.In(Numbers(k).B, l))))
            .Select(l => (Language: l, Span: Span(shape with { Language = (byte)l }, days, order)))
            .OrderBy(r => r.Span).ToList();
        if (readings is [var first, var second, ..] && first.Span == second.Span) MonthReadings = (first.Language, second.Language);
        return shape with { Language = (byte)readings[0].Language };
    }

    /// <summary>"23. 12. 31.": a two-digit year comes first.</summary>
    private bool IsShortYearFirst(HeaderShape shape, IReadOnlyCollection<DayTally> days)
    {
        if (shape.YearDigits != 2) return false;
        if (_oneDigitLast || days.Any(d => Numbers(d.DateKey).A is 0 or > 31)) return true;
        var years = new HashSet<int>();
        var lasts = new HashSet<int>();
        var earlyYear = false;
        foreach (var day in days)
        {
            var (a, b, c) = Numbers(day.DateKey);
            if (b > 12 || a < FirstYear || c is 0 or > 31) return false;
            years.Add(a);
            lasts.Add(c);
            earlyYear |= c < FirstYear;
        }
        return earlyYear && lasts.Count > years.Count;
    }

    /// <summary>"21.05.27": with a two-digit year first the days are close together, otherwise years apart. Words for the half of the day before the time are East Asian, where this is usual.</summary>
    private static bool IsYearFirstBySpan(HeaderShape shape, IReadOnlyCollection<DayTally> days, DateOnly today)
    {
        if (shape.YearDigits != 2 || days.Count < (shape.Meridiem == MeridiemPlace.BeforeTime ? 2 : 3)) return false;
        foreach (var day in days)
        {
            if (Numbers(day.DateKey) is var (a, b, c) && (a < FirstYear || a > today.AddDays(1).Year % 100 || b > 12 || c is 0 or > 31)) return false;
        }
        return Span(shape, days, DateOrder.YearFirst) * (long)ClearlyShorter <= Math.Min(Span(shape, days, DateOrder.DayFirst), Span(shape, days, DateOrder.MonthFirst));
    }

    private static int Span(HeaderShape shape, IReadOnlyCollection<DayTally> days, DateOrder order) =>
        Extent(shape, days, order) is { } extent ? extent.Last.DayNumber - extent.First.DayNumber : int.MaxValue / ClearlyShorter;

    private static (DateOnly First, DateOnly Last)? Extent(HeaderShape shape, IReadOnlyCollection<DayTally> days, DateOrder order)
    {
        var (first, last) = (DateOnly.MaxValue, DateOnly.MinValue);
        foreach (var day in days)
        {
            if (Header.Date(day.DateKey, order, shape) is not { } date) return null;
            (first, last) = (date < first ? date : first, date > last ? date : last);
        }
        return (first, last);
    }

    private static long Instant(int year, int month, int day, int second) => (((long)year * 100 + month) * 100 + day) * 100_000 + second;

    private static (int A, int B, int C) Numbers(long dateKey) =>
        ((int)(dateKey >> 32), (int)(dateKey >> 16) & 0xFFFF, (int)dateKey & 0xFFFF);

    private static string Written(long dateKey, HeaderShape shape)
    {
        var (a, b, c) = Numbers(dateKey);
        return $"{a:00}{shape.DateSeparator}{(shape.NamedMonth ? MonthName.Default(b) : b):00}{shape.DateSeparator}{c:00}";
    }

    private TranscriptException Contradiction(HeaderShape shape) => new(
        TranscriptException.AmbiguousDateFormat,
        $"The dates contradict each other: line {_dayFirstOver12Line} has {Written(_dayFirstOver12, shape)} (the day first), " +
        $"line {_monthFirstOver12Line} has {Written(_monthFirstOver12, shape)} (the month first). The file does not show which order is right. State it with --date-order day_first or month_first; lines that do not fit it are then read as text.",
        Math.Max(_dayFirstOver12Line, _monthFirstOver12Line));

    private static TranscriptException NoSuchDate(DayTally day, DateOrder order, HeaderShape shape) => new(
        TranscriptException.AmbiguousDateFormat,
        $"Line {day.FirstLine}: the date {Written(day.DateKey, shape)} does not exist in a file that writes " +
        $"{order switch { DateOrder.DayFirst => "the day", DateOrder.MonthFirst => "the month", _ => "the year" }} first. Correct the line, or state the order with --date-order.",
        day.FirstLine);
}
