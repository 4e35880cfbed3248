namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Entries of a file that were left out for the same reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="Lines">The first ten lines, from 1.</param>
/// <param name="Sample">The form of the first one, without any speech.</param>
public sealed record LeftOut(string Reason, int Count, IReadOnlyList<int> Lines, string Sample);
