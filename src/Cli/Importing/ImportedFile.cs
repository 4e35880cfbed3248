using System.Diagnostics;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Commands.Modules;

namespace EventSourced.Cli.Importing;

/// <summary>A file to import and its progress.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="parameters">The parameters of its upload.</param>
/// <param name="path">The file.</param>
/// <param name="name">Name shown to people; null for that of the file.</param>
internal sealed class ImportedFile(ImportKind kind, JsonObject parameters, string path, string? name = null)
{
    private readonly Stopwatch _clock = new();

    public ImportKind Kind => kind;

    public JsonObject Parameters => parameters;

    public string Path => path;

    public string Name => name ?? System.IO.Path.GetFileName(path);

    public long Bytes { get; } = new FileInfo(path).Length;

    public long BytesSent { get; set; }

    /// <summary>The import; null until it was uploaded.</summary>
    public string? ImportId { get; set; }

    /// <summary>The status from the API; null until it is known.</summary>
    public JsonObject? Answer { get; set; }

    /// <summary>Reason and code of a refused upload, or null.</summary>
    public (string Reason, string? Code)? Refusal { get; set; }

    public string State => Refusal is not null ? "refused" : Answer?["state"]?.ToString() ?? "";

    public bool IsDone => Refusal is not null || State == ImportStates.Waiting || ImportStates.IsFinal(State);

    public bool IsCompleted => State == ImportStates.Completed;

    /// <summary>Why it failed, with file and line, or null.</summary>
    public string? Error => Refusal is { } refusal ? $"{Name}: {refusal.Reason}"
        : Answer?["error"] is JsonObject error ? $"{Name}{(error["line"] is { } line ? $", line {line}" : "")}: {error["detail"]}"
        : State == ImportStates.Deleted ? $"{Name}: import {ImportId} was deleted while it was imported."
        : null;

    /// <summary>Stable code of the error.</summary>
    public string? Code => Refusal?.Code ?? Answer?["error"]?["code"]?.ToString();

    /// <summary>Why the API would refuse the upload, or null.</summary>
    public string? LocalError =>
        !kind.FileTypes.ContainsKey(System.IO.Path.GetExtension(path)) ? $"it is not a file of the kind {kind.Name}; {kind.Accepted} are accepted."
        : Bytes == 0 ? "the file is empty."
        : null;

    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Completed share of the current phase, 0 … 1.</summary>
    public double Done => IsDone ? 1
        : Answer is null ? Bytes == 0 ? 1 : (double)BytesSent / Bytes
        : Answer["total"]?.GetValue<long>() is > 0 and var total ? (double)Answer["done"]!.GetValue<long>() / total
        : 0;

    public string Stage => Refusal is not null ? "refused"
        : Answer is null ? $"uploading {Figures.Bytes(BytesSent)} of {Figures.Bytes(Bytes)}"
        : Answer["phase"]?.ToString() is { } phase && Answer["total"]?.GetValue<long>() is { } total ? $"{phase}: {Figures.Count(Answer["done"]!.GetValue<long>())} of {Figures.Count(total)}"
        : Answer["phase"]?.ToString() ?? State;

    public void Started() => _clock.Start();

    public void Ended() => _clock.Stop();

    /// <summary>The result as JSON.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["file"] = Name };
        foreach (var (fact, value) in Answer ?? []) json[fact] = value?.DeepClone();
        if (Refusal is { } refusal) (json["state"], json["error"]) = ("refused", new JsonObject { ["code"] = refusal.Code, ["detail"] = refusal.Reason });
        return json;
    }
}
