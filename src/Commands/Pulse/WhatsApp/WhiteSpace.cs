namespace EventSourced.Commands.Pulse.WhatsApp;

internal static class WhiteSpace
{
    /// <summary>Trims the text and turns every run of white space into one space.</summary>
    public static string Collapse(string text)
    {
        if (IsCollapsed(text)) return text;
        return string.Create(CollapsedLength(text), text, static (target, source) =>
        {
            var length = 0;
            var pending = false;
            foreach (var c in source)
            {
                if (char.IsWhiteSpace(c))
                {
                    pending = length > 0;
                    continue;
                }
                if (pending) target[length++] = ' ';
                pending = false;
                target[length++] = c;
            }
        });
    }

    private static bool IsCollapsed(string text)
    {
        var previous = true;
        foreach (var c in text)
        {
            var white = char.IsWhiteSpace(c);
            if (white && (previous || c != ' ')) return false;
            previous = white;
        }
        return !previous || text.Length == 0;
    }

    private static int CollapsedLength(string text)
    {
        var length = 0;
        var pending = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                pending = length > 0;
                continue;
            }
            length += pending ? 2 : 1;
            pending = false;
        }
        return length;
    }
}
