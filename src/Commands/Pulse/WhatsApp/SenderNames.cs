namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Names of senders as WhatsApp writes them.</summary>
internal static class SenderNames
{
    /// <summary>Drops direction marks and the "~ " before contacts that are not saved.</summary>
    public static string Clean(ReadOnlySpan<char> raw)
    {
        var name = Marks.Clean(raw).AsSpan().Trim();
        if (name.StartsWith("~ ")) name = name[2..].TrimStart();
        return name.ToString();
    }
}
