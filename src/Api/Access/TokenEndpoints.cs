using System.Text.RegularExpressions;
using EventSourced.Api.Commands;
using EventSourced.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Access;

/// <summary>A token to create.</summary>
/// <param name="Name">Its name, <c>[a-z0-9][a-z0-9._-]{0,63}</c>: the actor of its commands.</param>
/// <param name="ExpiresInDays">Days until it is refused; null for never.</param>
public sealed record NewToken(string Name, int? ExpiresInDays = null);

/// <summary>A token that was created.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Token">The token, shown only once.</param>
/// <param name="ExpiresAt">From when it is refused, or null.</param>
public sealed record CreatedToken(string Name, string Token, DateTimeOffset? ExpiresAt);

internal static partial class TokenEndpoints
{
    public static void MapAdminTokens(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/tokens").WithTags("Admin");
        group.MapGet("", ListAsync).WithSummary("Lists the admin tokens, without their secrets.");
        group.MapPost("", CreateAsync).Accepts<NewToken>("application/json").Produces<CreatedToken>(201).WithSummary("Creates an admin token and shows it once.");
        group.MapDelete("{name}", RevokeAsync).Produces(204).WithSummary("Revokes an admin token by its name.");
        group.MapDelete("id/{id}", RevokeByIdAsync).Produces(204).WithSummary("Revokes an admin token by its id, which the list shows.");
    }

    private static async Task<Ok<TokenList>> ListAsync(AdminTokens tokens, HttpContext context) =>
        TypedResults.Ok(new TokenList(await tokens.ListAsync(context.RequestAborted)));

    private static async Task<IResult> CreateAsync(HttpContext context, AdminTokens tokens, TimeProvider time)
    {
        var request = await CommandBody.ReadAsync<NewToken>(context);
        var errors = new Dictionary<string, string[]>();
        if (!TokenName().IsMatch(request.Name)) errors["name"] = ["Use 1 to 64 characters of a-z, 0-9, dot, dash and underscore, beginning with a letter or digit."];
        if (request.ExpiresInDays is < 1 or > 3650) errors["expires_in_days"] = ["Use a whole number from 1 to 3650, or leave it out for a token that does not expire."];
        if (errors.Count > 0) throw new ApiException(400, "validation_failed", "The token cannot be created: see errors.", errors);
        DateTimeOffset? expires = request.ExpiresInDays is { } days ? time.GetUtcNow().AddDays(days) : null;
        var token = await tokens.CreateAsync(request.Name, expires, context.RequestAborted)
            ?? throw new ApiException(409, "token_name_taken", $"The name {request.Name} is or was used by another token. Choose another name.");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/admin/tokens/{request.Name}", new CreatedToken(request.Name, token, expires));
    }

    private static async Task<IResult> RevokeAsync(string name, HttpContext context, AdminTokens tokens) =>
        await tokens.RevokeAsync(name, context.RequestAborted)
            ? TypedResults.NoContent()
            : throw new ApiException(404, "token_not_found", $"There is no valid token named {name}. GET /admin/tokens lists all.");

    private static async Task<IResult> RevokeByIdAsync(string id, HttpContext context, AdminTokens tokens) =>
        await tokens.RevokeByIdAsync(id, context.RequestAborted)
            ? TypedResults.NoContent()
            : throw new ApiException(404, "token_not_found", $"There is no valid token with the id {id}. GET /admin/tokens lists all.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex TokenName();

    internal sealed record TokenList(IReadOnlyList<AdminToken> Tokens);
}
