namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Entries of a file that were left out for one reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="Lines">The first ten lines, from 1.</param>
/// <param name="Sample">The form of the first one; it quotes nothing that was said.</param>
public sealed record LeftOut(string Reason, int Count, IReadOnlyList<int> Lines, string Sample);
