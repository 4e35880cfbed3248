using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventSourced.Cli.Fastest.Http;

/// <summary>The answers of the API. Source-generated: reflection would take 50 ms at the first answer.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeviceCodes))]
[JsonSerializable(typeof(DeviceSession))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(ProjectAnswer))]
[JsonSerializable(typeof(ProjectPage))]
[JsonSerializable(typeof(WorkspaceAnswer))]
[JsonSerializable(typeof(SnapshotAnswer))]
[JsonSerializable(typeof(SnapshotList))]
[JsonSerializable(typeof(BlobsKnown))]
[JsonSerializable(typeof(Stored))]
[JsonSerializable(typeof(DriftReport))]
[JsonSerializable(typeof(DriftAnswer))]
[JsonSerializable(typeof(SyncPrepared))]
[JsonSerializable(typeof(SyncDone))]
internal sealed partial class FastestJson : JsonSerializerContext;
