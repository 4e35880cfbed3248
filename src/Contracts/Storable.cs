using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace EventSourced.Contracts;

/// <summary>A value that the log and the read tables cannot store.</summary>
/// <param name="Path">Path of the value: <c>days[2].name</c>; empty for the whole document.</param>
/// <param name="Reason">What is wrong with it, as a sentence.</param>
public readonly record struct StorableFault(string Path, string Reason);

/// <summary>
/// The rule for text and JSON that PostgreSQL can store. All input is checked with it: requests at the API, commands in the pipeline.
/// Text must not contain NUL or lone surrogates. JSON must be UTF-8 with at most <see cref="MaxDepth"/> levels; its texts and member names follow the rule
/// for text, and its numbers must fit a double.
/// </summary>
public static class Storable
{
    /// <summary>Maximum number of levels of nested JSON.</summary>
    public const int MaxDepth = 64;

    // PostgreSQL's numeric accepts more digits, but no number in this system needs them.
    private const int LongestNumber = 1000;
    private const int MaxFaults = 20;

    private const string Nul = "It contains a NUL character (U+0000), which cannot be stored. Remove it.";
    private const string Surrogate = "It contains half of a surrogate pair, which is not a character. Send the whole character, or remove it.";
    private const string NotUtf8 = "It is not valid UTF-8. Encode the text as UTF-8.";

    /// <summary>The reason why a text cannot be stored, or null if it can.</summary>
    /// <param name="text">The text.</param>
    public static string? FaultOf(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (text[..at].Contains('\0')) return Nul;
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])) return Surrogate;
            text = text[(at + 2)..];
        }
        return text.Contains('\0') ? Nul : null;
    }

    /// <summary>The reason why the bytes of a text cannot be stored, or null if they can.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    public static string? FaultOf(ReadOnlySpan<byte> utf8) => !Utf8.IsValid(utf8) ? NotUtf8 : utf8.Contains((byte)0) ? Nul : null;

    /// <summary>The text with U+FFFD instead of characters that cannot be stored, for messages that quote refused text.</summary>
    /// <param name="text">The text.</param>
    public static string Replace(string text)
    {
        if (FaultOf(text) is null) return text;
        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) replaced.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        return replaced.ToString();
    }

    /// <summary>The reasons why a JSON text cannot be stored as JSON; empty if it can.</summary>
    /// <param name="json">JSON text.</param>
    public static IReadOnlyList<StorableFault> FaultsOfJson(string json) =>
        FaultOf(json) is { } reason ? [new("", reason)] : FaultsOfJson(Encoding.UTF8.GetBytes(json));

    /// <summary>The reasons why JSON cannot be stored; empty if it can.</summary>
    /// <param name="utf8">JSON in UTF-8.</param>
    public static IReadOnlyList<StorableFault> FaultsOfJson(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) return [new("", NotUtf8)];
        List<StorableFault> faults = [];
        List<Level> levels = [new()];
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read() && faults.Count < MaxFaults) Check(ref reader, levels, faults);
        }
        catch (JsonException e)
        {
            faults.Add(new(PathOf(levels), $"It is not valid JSON: {e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0]}"));
        }
        return faults;
    }

    private static void Check(ref Utf8JsonReader reader, List<Level> levels, List<StorableFault> faults)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var name = TextOf(ref reader, out var nameFault);
                levels[^1].Name = Replace(name);
                if (nameFault is not null) faults.Add(new(PathOf(levels), $"Its name cannot be stored. {nameFault}"));
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                levels.RemoveAt(levels.Count - 1);
                return;
        }
        // A value starts: within an array it has an index.
        if (levels[^1].IsArray) levels[^1].Index++;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: levels.Add(new()); break;
            case JsonTokenType.StartArray: levels.Add(new() { IsArray = true, Index = -1 }); break;
            case JsonTokenType.String:
                TextOf(ref reader, out var fault);
                if (fault is not null) faults.Add(new(PathOf(levels), fault));
                break;
            case JsonTokenType.Number when !Fits(reader.ValueSpan):
                faults.Add(new(PathOf(levels), "The number is out of range: use one that fits a 64-bit floating-point number, with at most 1000 characters."));
                break;
        }
    }

    // In valid UTF-8 only escapes can produce characters that cannot be stored.
    private static string TextOf(ref Utf8JsonReader reader, out string? fault)
    {
        fault = null;
        if (!reader.ValueIsEscaped) return reader.TokenType == JsonTokenType.PropertyName ? reader.GetString()! : "";
        try
        {
            var text = reader.GetString()!;
            fault = FaultOf(text);
            return text;
        }
        catch (InvalidOperationException)
        {
            fault = Surrogate;
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private static bool Fits(ReadOnlySpan<byte> number)
    {
        if (number.Length > LongestNumber || !Utf8Parser.TryParse(number, out double value, out var read) || read != number.Length || !double.IsFinite(value)) return false;
        // A number that is too small becomes zero; PostgreSQL would store all its digits or reject it.
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return value != 0 || number[..(exponent < 0 ? number.Length : exponent)].IndexOfAnyInRange((byte)'1', (byte)'9') < 0;
    }

    private static string PathOf(List<Level> levels)
    {
        var path = new StringBuilder();
        foreach (var level in levels)
        {
            if (level.IsArray && level.Index >= 0) path.Append(CultureInfo.InvariantCulture, $"[{level.Index}]");
            else if (level.Name is { } name) path.Append(path.Length > 0 ? "." : "").Append(name);
        }
        return path.ToString();
    }

    /// <summary>The reader's position in one object or array.</summary>
    private sealed class Level
    {
        public bool IsArray { get; init; }

        public int Index { get; set; }

        public string? Name { get; set; }
    }
}
