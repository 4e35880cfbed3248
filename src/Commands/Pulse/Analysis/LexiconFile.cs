namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The text format of a lexicon: sections in square brackets, words separated by white space, comments from <c>#</c> to the line's end.
/// <c>good/er/est</c> means good, gooder, goodest: the stem alone and with each ending; <c>fed_up</c> is a phrase of two words
/// (at most three). Sections are <c>positive, negative, negation, conflict, urgency, request, stop, neutral</c> and
/// <c>theme LABEL</c>. <c>neutral</c> lists words that mean nothing in this language but something in another.
/// </summary>
internal static class LexiconFile
{
    public readonly record struct Word(string Section, string Text);

    public static IEnumerable<Word> Read(string name, TextReader text)
    {
        var section = "";
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            if (comment >= 0) line = line[..comment];
            line = line.Trim();
            if (line.Length == 0) continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1].Trim();
                continue;
            }
            if (section.Length == 0) throw new FormatException($"{name}, line {number}: a word before the first [section].");
            foreach (var entry in line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = entry.Split('/');
                yield return new Word(section, parts[0]);
                foreach (var ending in parts.Skip(1)) yield return new Word(section, parts[0] + ending);
            }
        }
    }
}
