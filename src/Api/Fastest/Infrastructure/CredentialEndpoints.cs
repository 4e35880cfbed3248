using System.Text.Json.Nodes;
using EventSourced.Api.Commands;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Infrastructure;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Infrastructure;

/// <summary>Tokens of infrastructure providers (specification, 2.10). They are checked and encrypted before they become a command, and never shown.</summary>
internal static class CredentialEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext context, ReadTableReader tables)
    {
        var rows = await tables.From<ProviderCredentials>().Where(r => r.UserId, context.UserId().ToString()).OrderBy(r => r.Provider).AllAsync(context.RequestAborted);
        return Results.Ok(new CredentialList([.. rows.Select(CredentialShape.Of)]));
    }

    public static async Task<IResult> SaveAsync(string provider, HttpContext context, CommandRuns runs, SecretBox box, ICredentialCheck check)
    {
        var body = await CommandBody.ReadBodyAsync<CredentialRequest>(context);
        if (!InfrastructureProviders.All.Contains(provider)) throw FastestException.Invalid(InfrastructureProviders.Unknown(provider));
        if (await check.FaultOfAsync(provider, body.ApiToken ?? "", context.RequestAborted) is { } fault) throw FastestException.Invalid(fault);
        var user = context.UserId();
        var token = await box.SealAsync(InfrastructureSecrets.Token(user, provider), body.ApiToken!, context.RequestAborted);
        var run = await runs.RunAsync(context, RequestId.Of(context), new SaveProviderCredential(user, provider, token, body.Metadata?.ToJsonString()));
        await runs.ReachAsync<ProviderCredentials>(run, context);
        return Results.Ok(new SuccessAnswer(true));
    }

    public static async Task<IResult> RemoveAsync(string provider, HttpContext context, CommandRuns runs)
    {
        await runs.ReachAsync<ProviderCredentials>(await runs.RunAsync(context, RequestId.Of(context), new RemoveProviderCredential(context.UserId(), provider)), context);
        return Results.Ok(new SuccessAnswer(true));
    }
}

/// <summary>A token of an infrastructure provider, and what else the provider needs to know, such as an account.</summary>
internal sealed record CredentialRequest(string? ApiToken = null, JsonObject? Metadata = null);

/// <summary>The providers of which the user has saved a token.</summary>
internal sealed record CredentialList(IReadOnlyList<CredentialShape> Credentials);
