namespace EventSourced.Commands.Fastest.Detection;

/// <summary>A runtime that files call for.</summary>
/// <param name="Runtime"><c>node</c>, <c>python</c>, <c>go</c> or <c>static</c>.</param>
/// <param name="Confidence">How sure it is, from 0 to 1.</param>
/// <param name="Reason">The file that calls for it.</param>
public sealed record DetectedRuntime(string Runtime, double Confidence, string Reason);

/// <summary>A database or storage that files call for.</summary>
/// <param name="Type"><c>database</c> or <c>storage</c>.</param>
/// <param name="Name">What it is, in a word: <c>postgres</c>, <c>r2</c> …</param>
/// <param name="Provider">Who provides it.</param>
/// <param name="Reason">What calls for it.</param>
public sealed record NeededResource(string Type, string Name, string Provider, string Reason);

/// <summary>What a tree needs to run (specification, 2.10).</summary>
/// <param name="Runtime">The runtime of the greatest confidence; null when no file calls for one.</param>
/// <param name="Confidence">Its confidence; 0 without a runtime.</param>
/// <param name="Runtimes">All runtimes that files call for, the greatest confidence first.</param>
/// <param name="Frameworks">Frameworks among the dependencies, in the order of the specification.</param>
/// <param name="IsEdge">Whether it runs at the edge.</param>
/// <param name="EdgeReasons">What says so.</param>
/// <param name="Provider">The provider that suits it: <c>cloudflare</c> at the edge, else <c>railway</c>.</param>
/// <param name="Resources">Databases and storage that it needs.</param>
/// <param name="Notes">Files that could not be read, and why.</param>
public sealed record DetectedProject(
    string? Runtime, double Confidence, IReadOnlyList<DetectedRuntime> Runtimes, IReadOnlyList<string> Frameworks, bool IsEdge, IReadOnlyList<string> EdgeReasons,
    string Provider, IReadOnlyList<NeededResource> Resources, IReadOnlyList<string> Notes);
