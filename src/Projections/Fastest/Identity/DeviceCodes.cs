using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Identity;

/// <summary>Codes of devices that wait for their user. A code that was exchanged for a session is removed.</summary>
public sealed record DeviceCodes : IReadTable<DeviceCodes>
{
    /// <summary>The request, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The code with which the device polls.</summary>
    public required string DeviceCode { get; init; }

    /// <summary>The code that the user types.</summary>
    public required string UserCode { get; init; }

    /// <summary>The user that allowed it; null before.</summary>
    public string? UserId { get; init; }

    /// <summary><c>pending</c>, <c>authorized</c> or <c>denied</c>.</summary>
    public required string Status { get; init; }

    /// <summary>From when both codes are refused, ISO-8601 UTC.</summary>
    public required string ExpiresAt { get; init; }

    /// <summary>When they were issued, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<DeviceCodes> table)
    {
        table.Key(r => r.Id);
        table.References<Users>(r => r.UserId);
        table.Index("ux_device_codes_device_code", r => r.DeviceCode).Unique();
        table.Index("ux_device_codes_user_code", r => r.UserCode).Unique();

        // The expired request that had the user code before.
        table.On<DeviceCodeIssued>(e => e.ReplacedDeviceId != null).Delete(e => e.ReplacedDeviceId!.Value.ToString());
        table.On<DeviceCodeIssued>().Row(e => e.DeviceId.ToString())
            .Copy(r => r.DeviceCode, r => r.UserCode)
            .Set(r => r.Status, e => "pending")
            .Set(r => r.ExpiresAt, e => Rows.Iso(e.ExpiresAt))
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<DeviceAuthorized>().Existing(e => e.DeviceId.ToString())
            .Set(r => r.Status, e => "authorized")
            .Copy(r => r.UserId);

        table.On<DeviceDenied>().Existing(e => e.DeviceId.ToString())
            .Set(r => r.Status, e => "denied");

        table.On<DeviceCodeExchanged>().Delete(e => e.DeviceId.ToString());
    }
}
