namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>What a file says about one library: <c>asio -&gt; config system</c>.</summary>
/// <param name="Library">Name of the library, as the tool writes it.</param>
/// <param name="Dependencies">Names of what it depends on; empty when on nothing.</param>
/// <param name="Line">Line of the file, from 1.</param>
public sealed record DependencyLine(string Library, IReadOnlyList<string> Dependencies, int Line);
