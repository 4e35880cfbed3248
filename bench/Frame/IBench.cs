namespace EventSourced.Bench.Frame;

/// <summary>A benchmark. The program finds every class that implements this and can be made without arguments: a new one is one new file.</summary>
internal interface IBench
{
    /// <summary>What it is called on the command line and in the results.</summary>
    string Name { get; }

    /// <summary>Measures, and reports every measure with its floor from the same rounds.</summary>
    /// <param name="database">A database of its own on a durable server.</param>
    /// <param name="report">Takes the measures.</param>
    Task RunAsync(BenchDatabase database, Report report);
}
