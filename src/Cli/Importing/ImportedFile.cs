using System.Diagnostics;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Commands.Modules;

namespace EventSourced.Cli.Importing;

/// <summary>A file to import, and how far it is.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="parameters">The parameters of its upload.</param>
/// <param name="path">The file.</param>
internal sealed class ImportedFile(ImportKind kind, JsonObject parameters, string path)
{
    private readonly Stopwatch _clock = new();

    public ImportKind Kind => kind;

    public JsonObject Parameters => parameters;

    public string Path => path;

    public string Name => System.IO.Path.GetFileName(path);

    public long Bytes { get; } = new FileInfo(path).Length;

    public long BytesSent { get; set; }

    /// <summary>The import; null until it was uploaded.</summary>
    public string? ImportId { get; set; }

    /// <summary>How the API says it stands; null until it is known.</summary>
    public JsonObject? Answer { get; set; }

    /// <summary>Why the upload was refused, and the code of the reason; null when it was not.</summary>
    public (string Reason, string? Code)? Refusal { get; set; }

    public string State => Refusal is not null ? "refused" : Answer?["state"]?.ToString() ?? "";

    public bool IsDone => Refusal is not null || State == ImportStates.Waiting || ImportStates.IsFinal(State);

    public bool IsCompleted => State == ImportStates.Completed;

    /// <summary>Why it failed, with file and line; null when it did not.</summary>
    public string? Error => Refusal is { } refusal ? $"{Name}: {refusal.Reason}"
        : Answer?["error"] is JsonObject error ? $"{Name}{(error["line"] is { } line ? $", line {line}" : "")}: {error["detail"]}"
        : State == ImportStates.Deleted ? $"{Name}: import {ImportId} was deleted while it was imported."
        : null;

    /// <summary>Stable reason of the error.</summary>
    public string? Code => Refusal?.Code ?? Answer?["error"]?["code"]?.ToString();

    /// <summary>Why it need not be uploaded: the API would refuse it. Null when it may be taken.</summary>
    public string? Obstacle =>
        !kind.FileTypes.ContainsKey(System.IO.Path.GetExtension(path)) ? $"it is no file of the kind {kind.Name}; {kind.Accepted} are accepted."
        : Bytes == 0 ? "the file is empty."
        : null;

    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>0 … 1 of what is being done.</summary>
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

    /// <summary>What became of it, as JSON.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["file"] = Name };
        foreach (var (name, value) in Answer ?? []) json[name] = value?.DeepClone();
        if (Refusal is { } refusal) (json["state"], json["error"]) = ("refused", new JsonObject { ["code"] = refusal.Code, ["detail"] = refusal.Reason });
        return json;
    }
}
