using System.Net;
using EventSourced.EndToEnd.Kills;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Pulse;

/// <summary>Uploads of exports.</summary>
internal static class ExportUploads
{
    /// <summary>Uploads an export that is accepted.</summary>
    public static async Task UploadAcceptedAsync(this ServedSystem system, string community, string source, string file)
    {
        using var answer = await system.UploadAsync(community, source, file);
        Assert.True(answer.Has(HttpStatusCode.Accepted), $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Uploads an export.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(this ServedSystem system, string community, string source, string file)
    {
        await using var stream = File.OpenRead(file);
        using var content = new MultipartFormDataContent { { new StreamContent(stream), "file", Path.GetFileName(file) } };
        return await system.Client.PostAsync($"/api/pulse/exports?community_id={community}&source_id={source}", content);
    }
}
