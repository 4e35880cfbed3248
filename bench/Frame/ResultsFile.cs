using System.Text;

namespace EventSourced.Bench.Frame;

/// <summary>The table of all measures. A run replaces the rows of its benchmarks and keeps the others.</summary>
internal sealed class ResultsFile(string path)
{
    private const string Columns = "| measure | ours | floor | ratio | target | holds? |";

    /// <summary>Rewrites the file.</summary>
    /// <param name="machine">The machine of this run.</param>
    /// <param name="runs">The measures of each completed benchmark.</param>
    /// <param name="how">Commit, date and command of this run.</param>
    public void Update(string machine, IReadOnlyDictionary<string, IReadOnlyList<Measure>> runs, string how)
    {
        var old = File.Exists(path) ? File.ReadAllLines(path) : [];
        var rows = Lines(old, "| ", ": ").Where(l => !runs.ContainsKey(l.Bench)).Concat(runs.SelectMany(r => r.Value.Select(m => (Bench: r.Key, Line: $"| {string.Join(" | ", m.Cells)} |"))));
        var origins = Lines(old, "- ", " – ").Where(l => !runs.ContainsKey(l.Bench)).Concat(runs.Keys.Select(b => (Bench: b, Line: $"- {b} – {how}")));
        var text = new StringBuilder()
            .AppendLine("# Benchmarks").AppendLine()
            .AppendLine("Written by `./es bench [NAME…]`: medians of at least five rounds, after a warm-up round. The floor is the minimal program that does the same work, measured in")
            .AppendLine("the same rounds. The ratio is the median of the rounds' ratios, and more meaningful than the figures, which are those of one machine:").AppendLine()
            .AppendLine($"**{machine}**").AppendLine()
            .AppendLine(Columns).AppendLine("|---|---:|---:|---:|---|---|");
        // OrderBy is stable: within one benchmark the measures keep their order.
        foreach (var (_, line) in rows.OrderBy(r => r.Bench, StringComparer.Ordinal)) text.AppendLine(line);
        text.AppendLine().AppendLine("Last runs:").AppendLine();
        foreach (var (_, line) in origins.OrderBy(r => r.Bench, StringComparer.Ordinal)) text.AppendLine(line);
        File.WriteAllText(path, text.ToString());
    }

    private static IEnumerable<(string Bench, string Line)> Lines(string[] lines, string start, string afterName) =>
        from line in lines
        where line.StartsWith(start, StringComparison.Ordinal)
        let end = line.IndexOf(afterName, start.Length, StringComparison.Ordinal)
        where end > 0
        select (line[start.Length..end], line);
}
