using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>Caches the OpenAPI document: it depends only on the build and is slow to generate.</summary>
/// <param name="provider">Generates the document.</param>
internal sealed class DocumentCache([FromKeyedServices("v1")] IOpenApiDocumentProvider provider)
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Written? _written;

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var written = _written ?? await WriteAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "public, no-cache";
        return Results.Bytes(written.Json, "application/json; charset=utf-8", entityTag: written.Tag);
    }

    private async Task<Written> WriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_written is { } other) return other;
            var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
            using var json = new MemoryStream();
            await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
            var bytes = json.ToArray();
            return _written = new Written(bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"", isWeak: true));
        }
        finally
        {
            _writing.Release();
        }
    }

    private sealed record Written(byte[] Json, EntityTagHeaderValue Tag);
}
