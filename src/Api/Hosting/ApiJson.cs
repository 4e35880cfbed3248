using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using EventSourced.ReadTables;

namespace EventSourced.Api.Hosting;

/// <summary>JSON of answers: snake_case, stored JSON nested, times in UTC.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = ReadOnly();

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new StoredJson());
        options.Converters.Add(new UtcTime());
        return options;
    }

    // Results.Json completes options that are not read-only, which fails when two requests do it at the same time.
    private static JsonSerializerOptions ReadOnly()
    {
        var options = Configure(new JsonSerializerOptions());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class StoredJson : JsonConverter<Json>
    {
        public override Json Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonElement.ParseValue(ref reader).GetRawText());

        public override void Write(Utf8JsonWriter writer, Json value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text);
    }

    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}
