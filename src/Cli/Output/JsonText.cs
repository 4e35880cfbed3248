using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSourced.Cli.Output;

/// <summary>JSON as text, without escapes of non-ASCII letters. The JSON null is a missing node.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions s_flat = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions s_indented = new(s_flat) { WriteIndented = true };

    public static string Flat(JsonNode? value) => value?.ToJsonString(s_flat) ?? "null";

    public static string Indented(JsonNode? value) => value?.ToJsonString(s_indented) ?? "null";
}
