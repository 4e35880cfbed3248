namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// A month name. Languages may use one name for different months: "listopad" is October in Croatian and November in Polish and Czech. The other names in a
/// file determine its language.
/// </summary>
internal sealed class MonthName(Calendar calendar)
{
    // The lower four bits are the month; the upper bits are the number of an ambiguous name.
    private const int Bits = 4;
    private const int MonthBits = (1 << Bits) - 1;

    private static readonly List<MonthName> s_ambiguous = [];

    private readonly List<(int Month, UInt128 Languages)> _months = [];
    private int _number;

    public Calendar Calendar { get; } = calendar;

    /// <summary>The languages that have the name, a bit for each.</summary>
    public UInt128 Languages { get; private set; }

    /// <summary>The month as headers store it until the file's language is known.</summary>
    public int Number => (_number << Bits) | _months[0].Month;

    /// <summary>The month in most languages.</summary>
    public static int Default(int number) => number & MonthBits;

    /// <summary>Whether languages use the name of a number for different months.</summary>
    public static bool IsAmbiguous(int number) => number > MonthBits;

    /// <summary>The month in a language.</summary>
    public static int In(int number, int language)
    {
        if (!IsAmbiguous(number)) return number;
        foreach (var (month, languages) in s_ambiguous[(number >> Bits) - 1]._months)
        {
            if ((languages & (UInt128.One << language)) != 0) return month;
        }
        return Default(number);
    }

    /// <summary>The numbers of the languages in a set.</summary>
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
        s_ambiguous.Add(this);
        _number = s_ambiguous.Count;
    }
}
