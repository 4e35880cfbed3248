using System.Text.Json.Serialization;
using EventSourced.Api.Commands;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EventSourced.Api.Fastest.Trees;

/// <summary>Blobs of a user: bytes under their SHA-256 (specification, 1.1 and 1.2). They are streamed; a broken upload stores nothing.</summary>
internal static class BlobEndpoints
{
    private const int MaxHashes = 100;
    private const int MaxCollected = 100_000;

    public static async Task<IResult> UploadAsync(string hash, HttpContext context, IObjectStore objects, FastestOptions options)
    {
        var stored = await objects.PutVerifiedAsync(TreeKeys.Blob(context.UserId(), RequestValues.Hash(hash)), hash, context.Request.Body, options.MaxBlobBytes, context.RequestAborted);
        return Answer(stored);
    }

    public static Task<IResult> DownloadAsync(string hash, HttpContext context, IObjectStore objects) =>
        SendAsync(TreeKeys.Blob(context.UserId(), RequestValues.Hash(hash)), hash, "application/octet-stream", context, objects);

    // Touched before it is reported: BlobCollector keeps it while the client uploads the rest.
    public static async Task<IResult> ExistsAsync(HttpContext context, IObjectStore objects)
    {
        var hashes = await HashesAsync(context);
        List<string> missing = [], existing = [];
        foreach (var hash in hashes) (await objects.TouchAsync(TreeKeys.Blob(context.UserId(), hash), context.RequestAborted) ? existing : missing).Add(hash);
        return Results.Ok(new ExistsAnswer(missing, existing, hashes.Count));
    }

    public static async Task<IResult> PresignUploadAsync(HttpContext context) => Results.Ok(new PathsAnswer((await HashesAsync(context)).ToDictionary(h => h, h => $"/v1/blobs/upload/{h}")));

    public static async Task<IResult> PresignDownloadAsync(HttpContext context) => Results.Ok(new PathsAnswer((await HashesAsync(context)).ToDictionary(h => h, h => $"/v1/blobs/download/{h}")));

    public static async Task<IResult> CollectAsync(HttpContext context, BlobCollector collector, NamedManifests named, FastestOptions options)
    {
        var body = await CommandBody.ReadBodyAsync<CollectRequest>(context);
        if (body.MaxBlobs is < 1 or > MaxCollected) throw FastestException.Invalid($"maxBlobs is {body.MaxBlobs}: use 1 to {MaxCollected}.");
        var user = context.UserId();
        var found = await collector.CollectAsync(user, stop => named.OfAsync(user.ToString(), stop), options.BlobGrace, body.DryRun, body.MaxBlobs, context.RequestAborted);
        return Results.Ok(new CollectAnswer(body.DryRun, found.Manifests, found.Live, found.Orphans.Count, found.Deleted, found.Orphans, found.OrphanManifests, found.DeletedManifests));
    }

    public static async Task<IResult> StatsAsync(HttpContext context, IObjectStore objects)
    {
        var user = context.UserId();
        return Results.Ok(new StatsAnswer(
            objects.Find(TreeKeys.Blobs(user), DateTimeOffset.MaxValue).LongCount(), await objects.SizeAsync(TreeKeys.Blobs(user), context.RequestAborted),
            objects.Find(TreeKeys.Manifests(user), DateTimeOffset.MaxValue).LongCount(), await objects.SizeAsync(TreeKeys.Manifests(user), context.RequestAborted)));
    }

    /// <summary>The answer to an upload.</summary>
    public static IResult Answer(StoredObject stored) => Results.Json(new UploadAnswer(stored.Sha256, stored.Size, stored.IsNew), statusCode: stored.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);

    /// <summary>Sends an object. Its bytes never change, so caches of the user may keep them for a year.</summary>
    public static async Task<IResult> SendAsync(string key, string hash, string type, HttpContext context, IObjectStore objects)
    {
        var content = await objects.OpenReadAsync(key, context.RequestAborted);
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.Stream(content, type, entityTag: new EntityTagHeaderValue($"\"{hash}\""), enableRangeProcessing: true);
    }

    private static async Task<IReadOnlyList<string>> HashesAsync(HttpContext context)
    {
        var hashes = (await CommandBody.ReadBodyAsync<HashesRequest>(context)).Hashes ?? throw FastestException.Invalid("hashes is missing.");
        if (hashes.Count > MaxHashes) throw FastestException.Invalid($"hashes has {hashes.Count} entries; at most {MaxHashes} are possible in one request.");
        foreach (var hash in hashes) RequestValues.Hash(hash);
        return [.. hashes.Distinct()];
    }
}

/// <summary>Hashes of blobs, at most 100.</summary>
internal sealed record HashesRequest(IReadOnlyList<string>? Hashes = null);

/// <summary>Which blobs are stored.</summary>
internal sealed record ExistsAnswer(IReadOnlyList<string> Missing, IReadOnlyList<string> Existing, int Checked);

/// <summary>Paths by hash.</summary>
internal sealed record PathsAnswer(IReadOnlyDictionary<string, string> Urls);

/// <summary>A stored blob or manifest; whether this upload created it.</summary>
internal sealed record UploadAnswer(string Hash, long Size, bool Created);

/// <summary>A collection of manifests that nothing names, and blobs that no other manifest names.</summary>
internal sealed record CollectRequest([property: JsonPropertyName("dryRun")] bool DryRun = true, [property: JsonPropertyName("maxBlobs")] int MaxBlobs = 10_000);

/// <summary>What a collection found and deleted.</summary>
internal sealed record CollectAnswer([property: JsonPropertyName("dryRun")] bool DryRun, int Manifests, int Live, int Orphans, int Deleted, IReadOnlyList<string> OrphanHashes, IReadOnlyList<string> OrphanManifests, int DeletedManifests);

/// <summary>What a user has stored.</summary>
internal sealed record StatsAnswer(long Blobs, long BlobBytes, long Manifests, long ManifestBytes);
