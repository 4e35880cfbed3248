namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Recognises names of attached files.</summary>
internal static class FileNames
{
    private const int IosPrefix = 9; // "00000012-"
    private static readonly string[] AndroidPrefixes = ["IMG-", "VID-", "PTT-", "AUD-", "STK-", "DOC-"];

    public static bool HasExtension(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOf('.');
        var extension = dot < 0 ? default : name[(dot + 1)..];
        if (extension.Length is 0 or > 5 || name.Contains('\n')) return false;
        foreach (var c in extension)
        {
            if (!char.IsAsciiLetterOrDigit(c)) return false;
        }
        return true;
    }

    /// <summary>IMG-20231231-WA0001.jpg and similar names, which WhatsApp on Android assigns.</summary>
    public static bool IsAndroidMedia(ReadOnlySpan<char> name)
    {
        if (name.Length < 17 || !name[12..].StartsWith("-WA")) return false;
        foreach (var prefix in AndroidPrefixes)
        {
            if (name.StartsWith(prefix)) return !name[4..12].ContainsAnyExceptInRange('0', '9');
        }
        return false;
    }

    /// <summary>The name in "Template.docx • 2 pages".</summary>
    public static ReadOnlySpan<char> BeforeBullet(ReadOnlySpan<char> text)
    {
        var bullet = text.IndexOf(" • ");
        return (bullet < 0 ? text : text[..bullet]).Trim();
    }

    /// <summary>Whether the text only repeats the name of the attachment, as iOS does for documents.</summary>
    public static bool IsTitleOf(ReadOnlySpan<char> text, ReadOnlySpan<char> attachment)
    {
        var title = BeforeBullet(text);
        if (title.IsEmpty) return false;
        if (attachment.Length > IosPrefix && attachment[IosPrefix - 1] == '-' && !attachment[..(IosPrefix - 1)].ContainsAnyExceptInRange('0', '9'))
            attachment = attachment[IosPrefix..];
        if (title.Equals(attachment, StringComparison.OrdinalIgnoreCase)) return true;
        var dot = attachment.LastIndexOf('.');
        return dot > 0 && title.Equals(attachment[..dot], StringComparison.OrdinalIgnoreCase);
    }
}
