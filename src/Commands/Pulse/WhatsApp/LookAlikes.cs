using System.Text.RegularExpressions;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Names the program or format of a file that is not an export of WhatsApp, for the message that refuses it.</summary>
internal static partial class LookAlikes
{
    private const int HeadLength = 4096;

    /// <summary>The refusal of a file in which no line starts a message; null if it is of no known kind.</summary>
    /// <param name="transcript">The file; seekable.</param>
    /// <param name="encoding">Its encoding.</param>
    public static TranscriptException? Of(Stream transcript, FoundEncoding encoding)
    {
        transcript.Position = encoding.PreambleLength;
        using var reader = new StreamReader(transcript, encoding.Encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[HeadLength];
        var head = buffer.AsSpan(0, reader.ReadBlock(buffer, 0, HeadLength)).TrimStart().ToString();
        return KindOf(head) is { } kind ? Refusal(kind) : null;
    }

    /// <summary>The refusal of a log of IRC, whose lines have times in brackets too.</summary>
    public static TranscriptException Irc() => Refusal("a log of IRC");

    private static string? KindOf(string head) => head switch
    {
        ['{' or '[', ..] when Json().IsMatch(head) => "a file of JSON, as Telegram, Instagram and other programs write it",
        ['<', '?', 'x', 'm', 'l', ..] => "a file of XML",
        ['<', ..] when Html().IsMatch(head) => "a web page (HTML)",
        ['{', '\\', 'r', 't', 'f', ..] => "a document (RTF), not plain text",
        _ when Line().IsMatch(head) => "a chat of LINE",
        _ when Kakao().IsMatch(head) => "a chat of KakaoTalk",
        _ when Telegram().IsMatch(head) => "a chat copied from Telegram",
        _ when Signal().IsMatch(head) => "a chat of Signal, or of mails",
        _ => null,
    };

    private static TranscriptException Refusal(string kind) => new(TranscriptException.NoMessages,
        $"The file is {kind}. Only chats of WhatsApp can be imported: in WhatsApp, open the chat, choose Export chat, and upload the .txt or .zip file.");

    [GeneratedRegex(@"\A[\[{]\s*[\[{""]", RegexOptions.CultureInvariant)]
    private static partial Regex Json();

    [GeneratedRegex(@"\A<(?:!doctype|html|head|body|div|table)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Html();

    [GeneratedRegex(@"\A\[LINE\]|^\d{4}[/.]\d{1,2}[/.]\d{1,2}\s?\(\p{L}+\)\r?$|^\p{Nd}{1,2}:\p{Nd}{2}\t", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"카카오톡|KakaoTalk|^\d{4}년 \d{1,2}월 \d{1,2}일 [^\r\n]{0,20}, [^\r\n:]{1,60} : ", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Kakao();

    [GeneratedRegex(@"^[^\r\n\[]{1,80}, \[\d{1,4}[./-]\d{1,2}[./-]\d{1,4} \d{1,2}:\d{2}[^\]]{0,10}\]", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Telegram();

    [GeneratedRegex(@"^(?:From|Conversation): .*\r?\n(?:.*\r?\n){0,6}?(?:Sent|Date|Received): ", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Signal();
}
