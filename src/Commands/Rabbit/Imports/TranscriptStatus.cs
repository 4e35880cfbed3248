using System.Text.Json.Nodes;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>The status of an import of a conversation.</summary>
internal static class TranscriptStatus
{
    public static ImportStatus Of(IReadOnlyList<IEvent> events)
    {
        var childId = "";
        return ImportStatus.After(events, (status, e) => e switch
        {
            TranscriptRegistered registered => status with { Summary = new() { ["child_id"] = childId = registered.ChildId } },
            TranscriptRead read => status with { State = ImportStates.Running, Phase = "turns", Total = read.Turns },
            TranscriptTurnsRecorded recorded => status with { Done = recorded.Turns },
            TranscriptImported imported => Ended(childId, imported),
            TranscriptFailed failed => status.Failed(new ImportFault(failed.Code, failed.Error ?? (failed.Code == ForgottenTranscripts.Forgotten ? ForgottenTranscripts.WasForgotten : "The details of this failure were forgotten with the child."), failed.Line)),
            _ => status,
        });
    }

    private static ImportStatus Ended(string childId, TranscriptImported imported)
    {
        // Names and warnings are forgotten with the child; the figures stay.
        var account = JsonNode.Parse(imported.Details ?? imported.Account)!.AsObject();
        JsonObject summary = new()
        {
            ["child_id"] = childId,
            ["turns"] = imported.Turns,
            ["new"] = imported.NewTurns,
            ["sessions"] = imported.Sessions.Count,
            ["language"] = imported.Language,
            ["session_ids"] = new JsonArray([.. imported.Sessions.Select(s => JsonValue.Create(s.ToString()))]),
        };
        foreach (var (name, value) in account)
            if (name is not ("left_out" or "warnings")) summary[name] = value?.DeepClone();
        return new ImportStatus
        {
            State = ImportStates.Completed,
            Summary = summary,
            LeftOut = [.. account["left_out"]!.AsArray().Select(left => new ImportLeftOut(
                left!["reason"]!.GetValue<string>(), left["count"]!.GetValue<long>(), [.. left["lines"]!.AsArray().Select(l => l!.GetValue<long>())]))],
            Warnings = [.. (account["warnings"]?.AsArray() ?? []).Select(w => w!.GetValue<string>())],
        };
    }
}
