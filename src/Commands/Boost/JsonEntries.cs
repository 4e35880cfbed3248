using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Contracts;

namespace EventSourced.Commands.Boost;

/// <summary>Reads the entries of a small file of JSON: one value, an array of them, or values one a line, each of which may be an array.</summary>
internal static partial class JsonEntries
{
    private const int HalfLength = 6;

    /// <summary>The entries with their numbers, from 1.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="code">Code of a file that cannot be read.</param>
    /// <param name="what">What the entries are, for messages.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="BoostFileException">It is empty, no JSON, or cut off.</exception>
    public static async IAsyncEnumerable<(int Number, JsonElement Value)> ReadAsync(byte[] utf8, string code, string what, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = utf8.AsMemory(utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
        if (content.Span.Trim(" \t\r\n"u8).IsEmpty) throw new BoostFileException(code, $"The file is empty: it must have {what} as JSON.");
        await using var stream = new MemoryStream(utf8, utf8.Length - content.Length, content.Length, writable: false);
        await using var values = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, topLevelValues: true, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        var number = 0;
        while (await MoveAsync(values, number, code, what))
        {
            if (values.Current.ValueKind != JsonValueKind.Array) yield return (++number, values.Current);
            else
                foreach (var item in values.Current.EnumerateArray()) yield return (++number, item);
        }
    }

    /// <summary>A text that can be stored: half of a surrogate pair is replaced. Some programs write bytes that are no UTF-8 in this way.</summary>
    /// <param name="text">A JSON string.</param>
    public static string Text(JsonElement text)
    {
        try
        {
            return GitText.Clean(text.GetString()!);
        }
        catch (InvalidOperationException)
        {
            using var whole = JsonDocument.Parse(WithoutHalves(text.GetRawText()));
            return GitText.Clean(whole.RootElement.GetString()!);
        }
    }

    /// <summary>JSON in which no text or name has half of a surrogate pair: U+FFFD takes its place.</summary>
    /// <param name="json">The JSON.</param>
    public static string WithoutHalves(string json) => Escapes().Replace(json, escape => escape.Length == HalfLength ? "\uFFFD" : escape.Value);

    // An escaped backslash, a pair, or half of one.
    [GeneratedRegex(@"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}")]
    private static partial Regex Escapes();

    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<JsonElement> values, int number, string code, string what)
    {
        try
        {
            return await values.MoveNextAsync();
        }
        catch (JsonException e)
        {
            throw new BoostFileException(code, $"The JSON is damaged or cut off after {number} {what}: {Storable.Replace(e.Message.Split(" Path:", 2)[0])} Nothing of the file is recorded. Send it again.", e);
        }
    }
}
