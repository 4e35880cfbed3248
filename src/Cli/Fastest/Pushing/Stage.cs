namespace EventSourced.Cli.Fastest.Pushing;

/// <summary>How far a push is.</summary>
/// <param name="Text">What it does, with figures.</param>
/// <param name="Done">Part of <paramref name="Total"/>.</param>
/// <param name="Total">All of it; may be 0.</param>
internal readonly record struct Stage(string Text, long Done, long Total);
