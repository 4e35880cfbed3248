using System.Text.Json.Serialization;
using EventSourced.Contracts;

namespace EventSourced.Garden;

/// <summary>Lays out a bed.</summary>
/// <param name="BedId">The bed.</param>
[Command("garden.lay_bed", "POST beds", Scope = nameof(LayBed.BedId))]
public sealed record LayBed(string BedId) : ICommand;

#region command
/// <summary>Plants something in a bed.</summary>
/// <param name="BedId">The bed.</param>
/// <param name="Name">The plant.</param>
[Command("garden.plant", "POST beds/{bed_id}/plants", Scope = nameof(Plant.BedId), Allow = GardenPermission.Plant)]
public sealed record Plant(string BedId, string Name) : ICommand;

/// <summary>Permissions of the garden.</summary>
public static class GardenPermission
{
    /// <summary>Planting, also in beds of others.</summary>
    public const string Plant = "garden.plant";
}
#endregion

/// <summary>Puts a label beside a plant. Sent by an event.</summary>
/// <param name="BedId">The bed.</param>
/// <param name="Name">The plant.</param>
[Command("garden.label", Scope = nameof(Label.BedId))]
public sealed record Label(string BedId, string Name) : IFollowUp;

/// <summary>Waters the garden. Sent by a clock.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("garden.water")]
public sealed record Water(DateTimeOffset Now) : ICommand;

#region upload
/// <summary>Plants the entries of a list, one per line.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="BedId">The bed.</param>
/// <param name="ObjectKey">Key of the list in the object store.</param>
[Command("garden.plant_list", Scope = nameof(PlantList.BedId))]
public sealed record PlantList([property: Uploaded(UploadValue.ImportId)] Guid ImportId, string BedId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey) : ICommand;
#endregion

/// <summary>A bed was laid out.</summary>
[EventName("garden.bed_laid.v1")]
public sealed record BedLaid(string BedId) : IEvent;

#region event
/// <summary>Something was planted.</summary>
[EventName("garden.planted.v1")]
public sealed record Planted(string BedId, string Name) : IEvent;
#endregion

/// <summary>A plant was labelled.</summary>
[EventName("garden.labelled.v1")]
public sealed record Labelled(string BedId, string Name) : IEvent;

/// <summary>The garden was watered.</summary>
[EventName("garden.watered.v1")]
public sealed record Watered(DateTimeOffset At) : IEvent;

/// <summary>A list was planted.</summary>
[EventName("garden.list_planted.v1")]
public sealed record ListPlanted(Guid ImportId, int Plants) : IEvent;

#region json
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BedLaid))]
[JsonSerializable(typeof(Planted))]
[JsonSerializable(typeof(Labelled))]
[JsonSerializable(typeof(Watered))]
[JsonSerializable(typeof(ListPlanted))]
internal sealed partial class GardenJson : JsonSerializerContext;
#endregion
