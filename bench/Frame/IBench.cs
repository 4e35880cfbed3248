namespace EventSourced.Bench.Frame;

/// <summary>A benchmark. The program finds every class that implements this and has a constructor without parameters: a new one is one new file.</summary>
internal interface IBench
{
    /// <summary>Its name on the command line and in the results.</summary>
    string Name { get; }

    /// <summary>Runs the benchmark, and reports every measure with its floor from the same rounds.</summary>
    /// <param name="database">A database of its own on a durable server.</param>
    /// <param name="report">Receives the measures.</param>
    Task RunAsync(BenchDatabase database, Report report);
}
