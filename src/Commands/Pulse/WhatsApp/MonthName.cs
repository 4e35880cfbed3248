namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// A name of a month. Languages may give one name to two months: "listopad" is October in Croatian and November in Polish and Czech. The other names of a
/// file tell its language.
/// </summary>
internal sealed class MonthName(Calendar calendar)
{
    // Numbers of months have four bits; above them stands which name of two months it is.
    private const int Bits = 4;
    private const int MonthBits = (1 << Bits) - 1;

    private static readonly List<MonthName> s_ofTwoMonths = [];

    private readonly List<(int Month, UInt128 Languages)> _months = [];
    private int _number;

    public Calendar Calendar { get; } = calendar;

    /// <summary>The languages that have the name, a bit for each.</summary>
    public UInt128 Languages { get; private set; }

    /// <summary>The month, as heads carry it until the file's language is known.</summary>
    public int Number => (_number << Bits) | _months[0].Month;

    /// <summary>The month that most languages mean.</summary>
    public static int Usual(int number) => number & MonthBits;

    /// <summary>Whether languages mean different months by the name that a number stands for.</summary>
    public static bool IsOfTwoMonths(int number) => number > MonthBits;

    /// <summary>The month in a language.</summary>
    public static int In(int number, int language)
    {
        if (!IsOfTwoMonths(number)) return number;
        foreach (var (month, languages) in s_ofTwoMonths[(number >> Bits) - 1]._months)
        {
            if ((languages & (UInt128.One << language)) != 0) return month;
        }
        return Usual(number);
    }

    /// <summary>Languages of a set, by number.</summary>
    public static IEnumerable<int> Each(UInt128 languages)
    {
        for (; languages != 0; languages &= languages - 1) yield return (int)UInt128.TrailingZeroCount(languages);
    }

    public void Add(int month, UInt128 language)
    {
        Languages |= language;
        var at = _months.FindIndex(m => m.Month == month);
        if (at >= 0)
        {
            _months[at] = (month, _months[at].Languages | language);
            return;
        }
        _months.Add((month, language));
        if (_months.Count != 2) return;
        s_ofTwoMonths.Add(this);
        _number = s_ofTwoMonths.Count;
    }
}
