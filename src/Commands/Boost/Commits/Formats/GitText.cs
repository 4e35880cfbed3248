using System.Globalization;
using System.Text;
using System.Text.Unicode;
using EventSourced.Commands.Text;
using EventSourced.Contracts;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>Texts of git: bytes without a declared encoding, quoted paths, and times.</summary>
internal static class GitText
{
    /// <summary>A number of lines; null for that of a binary file, which is <c>-</c>.</summary>
    public static int? Lines(ReadOnlySpan<byte> count) => int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? lines : null;

    /// <summary>A name or a message: UTF-8, else Windows-1252, in which old tools wrote.</summary>
    public static string Words(ReadOnlySpan<byte> bytes, ReadingNotes notes)
    {
        if (Utf8.IsValid(bytes)) return Clean(Encoding.UTF8.GetString(bytes));
        notes.NotUtf8++;
        return Clean(EncodingGuess.Windows1252.GetString(bytes));
    }

    /// <summary>A path: UTF-8, in which other bytes are written as git quotes them (<c>\351</c>), so that different paths stay different.</summary>
    public static string Path(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Clean(Encoding.UTF8.GetString(bytes));
        var path = new StringBuilder();
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done) path.Append(rune.ToString());
            else foreach (var b in bytes[..length]) path.Append('\\').Append(Convert.ToString(b, 8).PadLeft(3, '0'));
            bytes = bytes[length..];
        }
        return Clean(path.ToString());
    }

    /// <summary>A path of a log: as it is, or in quotes with escapes.</summary>
    public static string QuotedPath(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"') return Path(text);
        List<byte> bytes = [];
        var inner = text[1..^1];
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\' || i + 1 == inner.Length)
            {
                bytes.Add(inner[i]);
                continue;
            }
            var c = inner[++i];
            if (c is >= (byte)'0' and <= (byte)'3' && i + 2 < inner.Length)
            {
                bytes.Add((byte)(((c - '0') << 6) | ((inner[i + 1] - '0') << 3) | (inner[i + 2] - '0')));
                i += 2;
            }
            else
            {
                bytes.Add(c switch { (byte)'a' => 7, (byte)'b' => 8, (byte)'t' => 9, (byte)'n' => 10, (byte)'v' => 11, (byte)'f' => 12, (byte)'r' => 13, _ => c });
            }
        }
        return Path(bytes.ToArray());
    }

    /// <summary>Text without the characters that cannot be stored: NUL is removed, half a surrogate pair is replaced.</summary>
    public static string Clean(string text) => Storable.FaultOf(text) is null ? text : Storable.Replace(text.Replace("\0", "", StringComparison.Ordinal));

    /// <summary>A message without its indentation and the blanks at its end. The lines of its first paragraph are one line, as git prints a subject: not every source has more.</summary>
    public static string Comment(string message)
    {
        var text = message.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd();
        text = text.TrimStart('\n');
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var subject = string.Join(' ', (end < 0 ? text : text[..end]).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var body = end < 0 ? "" : string.Join('\n', text[end..].Split('\n').Select(line => line.TrimEnd())).Trim('\n');
        return body.Length == 0 ? subject : $"{subject}\n\n{body}";
    }

    /// <summary>A time of git: <c>Thu Jul 20 08:01:46 2017 -0700</c>, ISO 8601 or RFC 2822; null for anything else.</summary>
    public static DateTimeOffset? Time(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [_, var month, var day, var clock, var year, var zone] &&
            DateTime.TryParseExact($"{day} {month} {year} {clock}", "d MMM yyyy H:m:s", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && ZoneOf(zone) is { } offset)
        {
            return At(() => new DateTimeOffset(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc)));
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;
    }

    /// <summary>A time in seconds since 1970; null when it is none.</summary>
    public static DateTimeOffset? Time(ReadOnlySpan<byte> seconds) =>
        long.TryParse(seconds, CultureInfo.InvariantCulture, out var value) ? At(() => DateTimeOffset.FromUnixTimeSeconds(value)) : null;

    private static DateTimeOffset? At(Func<DateTimeOffset> time)
    {
        try
        {
            return time();
        }
        catch (ArgumentOutOfRangeException)
        {
            // Some commits are dated beyond the year 9999.
            return null;
        }
    }

    private static TimeSpan? ZoneOf(string zone) =>
        zone is [('+' or '-') and var sign, ..] && int.TryParse(zone[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
            ? (sign == '-' ? -1 : 1) * new TimeSpan(digits / 100, digits % 100, 0)
            : null;
}
