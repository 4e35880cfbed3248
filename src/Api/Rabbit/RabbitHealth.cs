using System.Text.Json.Serialization;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>Whether the database, the object store and the bus answer.</summary>
internal sealed class RabbitHealth(NpgsqlDataSource source, IObjectStore objects, HealthCheckService checks, TimeProvider time)
{
    private const string Ok = "ok";
    private const string Error = "error";

    // Cached, because anyone may call this and each check writes to the disk.
    private static readonly TimeSpan s_storeCacheTime = TimeSpan.FromSeconds(10);

    private (long At, string State)? _store;

    public async Task<IResult> ReadAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var services = new HealthServices(await DatabaseAsync(context.RequestAborted), await StoreAsync(context.RequestAborted), await BusAsync(context.RequestAborted));
        var well = services is { Database: Ok, Objects: Ok, Bus: Ok };
        return Results.Json(new HealthAnswer(well ? Ok : Error, services), statusCode: well ? 200 : 500);
    }

    private async Task<string> DatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand("select 1");
            command.CommandTimeout = 3;
            await command.ExecuteScalarAsync(cancellationToken);
            return Ok;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return Error;
        }
    }

    private async Task<string> StoreAsync(CancellationToken cancellationToken)
    {
        if (_store is { } known && time.GetElapsedTime(known.At) < s_storeCacheTime) return known.State;
        string state;
        try
        {
            await objects.PutNamedAsync("health/probe", new MemoryStream("ok"u8.ToArray()), 16, cancellationToken);
            state = Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            state = Error;
        }
        _store = (time.GetTimestamp(), state);
        return state;
    }

    private async Task<string> BusAsync(CancellationToken cancellationToken)
    {
        // A bus in memory has no check.
        var report = await checks.CheckHealthAsync(check => check.Name.Contains("bus", StringComparison.OrdinalIgnoreCase), cancellationToken);
        return report.Status == HealthStatus.Unhealthy ? Error : Ok;
    }

    internal sealed record HealthAnswer([property: JsonPropertyName("status")] string Status, [property: JsonPropertyName("services")] HealthServices Services);

    internal sealed record HealthServices(
        [property: JsonPropertyName("d1")] string Database, [property: JsonPropertyName("r2")] string Objects, [property: JsonPropertyName("queues")] string Bus);
}
