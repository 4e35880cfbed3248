using System.Text.Json.Serialization;
using EventSourced.Cli.Fastest.SignIn;

namespace EventSourced.Cli.Fastest.Folder;

/// <summary>The client's own files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(FolderConfig))]
[JsonSerializable(typeof(FolderBase))]
[JsonSerializable(typeof(StoredSessions))]
internal sealed partial class FolderJson : JsonSerializerContext;
