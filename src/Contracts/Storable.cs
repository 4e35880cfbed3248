using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace EventSourced.Contracts;

/// <summary>A value that the log and the read tables cannot store.</summary>
/// <param name="Path">Where it is: <c>days[2].name</c>; empty for the whole.</param>
/// <param name="Reason">What is wrong with it, as a sentence.</param>
public readonly record struct StorableFault(string Path, string Reason);

/// <summary>
/// The one rule for text and JSON that PostgreSQL can store. Whatever enters the system is checked with it: requests at the API, commands in the pipeline.
/// Text holds no NUL and no half of a surrogate pair. JSON is UTF-8, nests at most <see cref="MaxDepth"/> levels, its texts and member names follow the rule
/// of text, and its numbers fit a double.
/// </summary>
public static class Storable
{
    /// <summary>Most levels of nested JSON.</summary>
    public const int MaxDepth = 64;

    // PostgreSQL's numeric takes more digits; no number of ours needs them.
    private const int LongestNumber = 1000;
    private const int MostFaults = 20;

    private const string Nul = "It holds a NUL character (U+0000), which cannot be stored. Remove it.";
    private const string Surrogate = "It holds half of a surrogate pair, which is no character. Send the whole character, or remove it.";
    private const string NotUtf8 = "It is not valid UTF-8. Encode the text as UTF-8.";

    /// <summary>Why a text cannot be stored, or null when it can.</summary>
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

    /// <summary>Why the bytes of a text cannot be stored, or null when they can.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    public static string? FaultOf(ReadOnlySpan<byte> utf8) => !Utf8.IsValid(utf8) ? NotUtf8 : utf8.Contains((byte)0) ? Nul : null;

    /// <summary>The text with U+FFFD in the place of what cannot be stored: for messages that quote what was refused.</summary>
    /// <param name="text">The text.</param>
    public static string Replace(string text)
    {
        if (FaultOf(text) is null) return text;
        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) replaced.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        return replaced.ToString();
    }

    /// <summary>Why a text that holds JSON cannot be stored as JSON; empty when it can.</summary>
    /// <param name="json">JSON text.</param>
    public static IReadOnlyList<StorableFault> FaultsOfJson(string json) =>
        FaultOf(json) is { } reason ? [new("", reason)] : FaultsOfJson(Encoding.UTF8.GetBytes(json));

    /// <summary>Why JSON cannot be stored; empty when it can.</summary>
    /// <param name="utf8">JSON in UTF-8.</param>
    public static IReadOnlyList<StorableFault> FaultsOfJson(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) return [new("", NotUtf8)];
        List<StorableFault> faults = [];
        List<Place> places = [new()];
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read() && faults.Count < MostFaults) Check(ref reader, places, faults);
        }
        catch (JsonException e)
        {
            faults.Add(new(PathOf(places), $"It is not valid JSON: {e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0]}"));
        }
        return faults;
    }

    private static void Check(ref Utf8JsonReader reader, List<Place> places, List<StorableFault> faults)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var name = TextOf(ref reader, out var nameFault);
                places[^1].Name = Replace(name);
                if (nameFault is not null) faults.Add(new(PathOf(places), $"Its name cannot be stored. {nameFault}"));
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                places.RemoveAt(places.Count - 1);
                return;
        }
        // A value begins: within an array it has a place of its own.
        if (places[^1].IsArray) places[^1].Index++;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: places.Add(new()); break;
            case JsonTokenType.StartArray: places.Add(new() { IsArray = true, Index = -1 }); break;
            case JsonTokenType.String:
                TextOf(ref reader, out var fault);
                if (fault is not null) faults.Add(new(PathOf(places), fault));
                break;
            case JsonTokenType.Number when !Fits(reader.ValueSpan):
                faults.Add(new(PathOf(places), "The number is out of range: use one that a 64-bit floating-point number holds, in at most 1000 characters."));
                break;
        }
    }

    // Only an escape can bring in what valid UTF-8 cannot hold.
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
        // What is too small becomes zero; PostgreSQL would keep all its places or refuse it.
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return value != 0 || number[..(exponent < 0 ? number.Length : exponent)].IndexOfAnyInRange((byte)'1', (byte)'9') < 0;
    }

    private static string PathOf(List<Place> places)
    {
        var path = new StringBuilder();
        foreach (var place in places)
        {
            if (place.IsArray && place.Index >= 0) path.Append(CultureInfo.InvariantCulture, $"[{place.Index}]");
            else if (place.Name is { } name) path.Append(path.Length > 0 ? "." : "").Append(name);
        }
        return path.ToString();
    }

    /// <summary>Where the reader is within one object or array.</summary>
    private sealed class Place
    {
        public bool IsArray { get; init; }

        public int Index { get; set; }

        public string? Name { get; set; }
    }
}
