using System.Text.Json;
using EventSourced.Contracts;
using FluentValidation;

namespace EventSourced.Commands.Pipeline;

/// <summary>Rules of fields that hold JSON.</summary>
internal static class JsonRules
{
    /// <summary>The text is a JSON object that a jsonb column can store, or null.</summary>
    public static IRuleBuilderOptionsConditions<T, string?> StorableObject<T>(this IRuleBuilder<T, string?> rule) => rule.Custom((json, context) =>
    {
        if (json is null) return;
        var faults = Storable.FaultsOfJson(json);
        foreach (var fault in faults) context.AddFailure($"{(fault.Path.Length == 0 ? "" : $"At {fault.Path}: ")}{fault.Reason}");
        if (faults.Count == 0 && !IsObject(json)) context.AddFailure($"{context.DisplayName} must be a JSON object.");
    });

    private static bool IsObject(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object;
    }
}
