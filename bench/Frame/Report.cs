namespace EventSourced.Bench.Frame;

/// <summary>Collects the measures of one benchmark and prints each immediately.</summary>
internal sealed class Report(string bench)
{
    private readonly List<Measure> _measures = [];

    /// <summary>The measures so far.</summary>
    public IReadOnlyList<Measure> Measures => _measures;

    /// <summary>Adds a measure.</summary>
    /// <param name="name">What was measured; unique within the benchmark.</param>
    /// <param name="unit">Unit of the figures, such as events/s.</param>
    /// <param name="rounds">At least <see cref="Rounds.Min"/> rounds.</param>
    /// <param name="target">The target, or null.</param>
    public void Add(string name, string unit, Rounds rounds, Target? target = null)
    {
        if (rounds.Ours.Count < Rounds.Min || rounds.Ours.Count != rounds.Floor.Count)
            throw new InvalidOperationException($"{bench}: {name} has {rounds.Ours.Count} rounds of ours and {rounds.Floor.Count} of the floor; it needs {Rounds.Min} of each.");
        var measure = new Measure(bench, name, unit, rounds.Ours.Median(), rounds.Floor.Median(), rounds.Ours.Zip(rounds.Floor, (o, f) => o / f).Median(), target);
        _measures.Add(measure);
        var cells = measure.Cells;
        Console.WriteLine($"{cells[0],-48} {cells[1],18}   floor {cells[2],18}   ratio {cells[3],6}   target {cells[4]}{(target is null ? "" : $" → {cells[5].Trim('*')}")}");
    }

    /// <summary>Prints a remark.</summary>
    public void Note(string text) => Console.WriteLine($"{bench}: {text}");
}
