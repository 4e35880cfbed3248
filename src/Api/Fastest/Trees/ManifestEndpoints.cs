using EventSourced.Api.Hosting;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Trees;

/// <summary>Manifests of a user: lists of files, stored as they were sent under the SHA-256 of these bytes (specification, 1.2).</summary>
internal static class ManifestEndpoints
{
    public static async Task<IResult> UploadAsync(string hash, HttpContext context, IObjectStore objects, FastestOptions options)
    {
        var (user, key) = (context.UserId(), TreeKeys.Manifest(context.UserId(), RequestValues.Hash(hash)));
        // Received and checked before anything is stored.
        await using var body = await Spool.ReceiveAsync(context.Request.Body, options.MaxManifestBytes, _ => { }, context.RequestAborted);
        if (await ContentHash.OfAsync(body.Read(), context.RequestAborted) is var actual && actual.ToString() != hash) throw new ObjectHashException(hash, actual.ToString());
        // Blobs are touched before the manifest is stored: see BlobCollector.
        await new ManifestCheck(body.Read).RunAsync((blob, stop) => objects.TouchAsync(TreeKeys.Blob(user, blob.ToString()), stop), context.RequestAborted);
        return BlobEndpoints.Answer(await objects.PutVerifiedAsync(key, hash, body.Read(), options.MaxManifestBytes, context.RequestAborted));
    }

    public static Task<IResult> DownloadAsync(string hash, HttpContext context, IObjectStore objects) =>
        BlobEndpoints.SendAsync(TreeKeys.Manifest(context.UserId(), RequestValues.Hash(hash)), hash, "application/json", context, objects);
}
