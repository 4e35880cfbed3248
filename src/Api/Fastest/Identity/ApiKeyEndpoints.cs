using EventSourced.Api.Commands;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Identity;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Identity;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>Keys of providers. They are encrypted before they become a command, and shown only masked.</summary>
internal static class ApiKeyEndpoints
{
    private const int MaxKey = 4_000;

    public static async Task<IResult> ListAsync(HttpContext context, ReadTableReader tables, SecretBox box)
    {
        var rows = await tables.From<UserApiKeys>().Where(r => r.UserId, context.UserId().ToString()).OrderBy(r => r.Provider).AllAsync(context.RequestAborted);
        List<ApiKeyShape> keys = [];
        foreach (var row in rows)
            keys.Add(new(row.Id, row.Provider, row.KeyName, Masks.Of(await box.OpenAsync(UseOf(row.UserId, row.Provider), row.KeyValue, context.RequestAborted)), row.CreatedAt, row.UpdatedAt));
        return Results.Ok(new ApiKeyList(keys));
    }

    public static async Task<IResult> SaveAsync(string provider, HttpContext context, CommandRuns runs, SecretBox box)
    {
        var body = await CommandBody.ReadBodyAsync<ApiKeyRequest>(context);
        if (ApiKeyProviders.KeyNameOf(provider) is null) throw FastestException.Invalid(ApiKeyProviders.Unknown(provider));
        if (string.IsNullOrWhiteSpace(body.ApiKey) || body.ApiKey.Length > MaxKey || Storable.FaultOf(body.ApiKey) is not null)
            throw FastestException.Invalid($"api_key must have 1 to {MaxKey} characters.");
        var user = context.UserId();
        var sealedKey = await box.SealAsync(UseOf(user.ToString(), provider), body.ApiKey, context.RequestAborted);
        var run = await runs.RunAsync(context, RequestId.Of(context), new SaveApiKey(user, provider, sealedKey));
        await runs.ReachAsync<UserApiKeys>(run, context);
        return Results.Ok(new SuccessAnswer(true));
    }

    private static string UseOf(string user, string provider) => $"api_key/{user}/{provider}";
}

/// <summary>A key of a provider.</summary>
internal sealed record ApiKeyRequest(string? ApiKey = null);

/// <summary>The keys of a user.</summary>
internal sealed record ApiKeyList(IReadOnlyList<ApiKeyShape> Keys);

/// <summary>A saved key, masked.</summary>
internal sealed record ApiKeyShape(string Id, string Provider, string KeyName, string KeyValue, string CreatedAt, string UpdatedAt);
