namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Cleans names of senders as WhatsApp writes them.</summary>
internal static class SenderNames
{
    /// <summary>Removes direction marks and the "~ " before unsaved contacts.</summary>
    public static string Clean(ReadOnlySpan<char> raw)
    {
        var name = Marks.Clean(raw).AsSpan().Trim();
        if (name.StartsWith("~ ")) name = name[2..].TrimStart();
        return IsVisible(name) ? name.ToString() : Invisible(raw);
    }

    private static bool IsVisible(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!Marks.IsSpace(c) && !Marks.IsIgnorable(c)) return true;
        }
        return false;
    }

    /// <summary>A name of only spaces and invisible characters: their code points distinguish the sender from others.</summary>
    private static string Invisible(ReadOnlySpan<char> raw)
    {
        var name = new System.Text.StringBuilder("[");
        foreach (var c in raw) name.Append(name.Length > 1 ? " U+" : "U+").Append(((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
        return name.Append(']').ToString();
    }
}
