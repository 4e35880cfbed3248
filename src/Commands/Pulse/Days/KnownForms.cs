namespace EventSourced.Commands.Pulse.Days;

/// <summary>The minute and the form of a known message.</summary>
internal readonly record struct KnownForm(short Minute, MessageForm Form);

/// <summary>
/// Known messages of one sender that an export lacks, by minute and form, each until a message of the export takes it. Found without comparing each message with all of them:
/// a day may have a hundred thousand.
/// </summary>
internal sealed class KnownForms
{
    private readonly KnownForm[] _all;
    private readonly bool[] _taken;
    // The indexes of equal ones that are left, and the different ones of a minute.
    private readonly Dictionary<KnownForm, Queue<int>> _left = [];
    private readonly Dictionary<short, List<KnownForm>> _ofMinute = [];

    public KnownForms(IEnumerable<KnownForm> known)
    {
        _all = [.. known.OrderBy(k => k.Minute)];
        _taken = new bool[_all.Length];
        for (var i = 0; i < _all.Length; i++)
        {
            if (!_left.TryGetValue(_all[i], out var equal))
            {
                _left.Add(_all[i], equal = []);
                if (!_ofMinute.TryGetValue(_all[i].Minute, out var forms)) _ofMinute.Add(_all[i].Minute, forms = []);
                forms.Add(_all[i]);
            }
            equal.Enqueue(i);
        }
    }

    /// <summary>The ones that are left, by minute.</summary>
    public IEnumerable<KnownForm> Left => _all.Where((_, i) => !_taken[i]);

    /// <summary>Whether one with this minute and form is left.</summary>
    public bool Has(KnownForm known) => _left.TryGetValue(known, out var equal) && equal.Count > 0;

    /// <summary>The first of those with a minute that is left and matches, or null.</summary>
    /// <param name="minute">The minute.</param>
    /// <param name="matches">Whether one matches.</param>
    public int? FirstAt(short minute, Func<KnownForm, bool> matches)
    {
        int? first = null;
        if (!_ofMinute.TryGetValue(minute, out var forms)) return null;
        foreach (var form in forms)
            if (_left[form].TryPeek(out var index) && !(first <= index) && matches(form)) first = index;
        return first;
    }

    /// <summary>Takes the first one with this minute and form.</summary>
    public void Take(KnownForm known) => _taken[_left[known].Dequeue()] = true;

    /// <summary>Takes one.</summary>
    /// <param name="index">Its index, the first of those that are equal to it.</param>
    public void Take(int index) => Take(_all[index]);

    /// <summary>Finds, for one call after another, the first that is left of those that match.</summary>
    /// <param name="matches">Whether one matches; must not change.</param>
    public Func<int?> First(Func<KnownForm, bool> matches)
    {
        var next = 0;
        return () =>
        {
            while (next < _all.Length && (_taken[next] || !matches(_all[next]))) next++;
            return next < _all.Length ? next : null;
        };
    }
}
