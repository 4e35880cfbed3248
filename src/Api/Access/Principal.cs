using System.Security.Claims;
using EventSourced.Contracts;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Access;

/// <summary>The authenticated caller, independent of the kind of credential.</summary>
/// <param name="Kind">Kind of credential: <c>admin_token</c>.</param>
/// <param name="Name">Its name, which is the actor of its commands.</param>
/// <param name="Permissions">Its permissions, by names of <see cref="Permission"/>.</param>
/// <param name="Tenant">Whose data it sees and changes; null for all.</param>
public sealed record Principal(string Kind, string Name, IReadOnlyList<string> Permissions, string? Tenant = null)
{
    private const string PermissionClaim = "permission", TenantClaim = "tenant";

    /// <summary>Whether it has a permission; an admin has all.</summary>
    /// <param name="permission">The permission.</param>
    public bool May(string permission) => Permissions.Contains(permission) || Permissions.Contains(Permission.Admin);

    /// <summary>Whether it may see what became of a command: an admin of every command, others of their own.</summary>
    /// <param name="actor">Who sent the command.</param>
    public bool MaySeeCommandsOf(string actor) => May(Permission.Admin) || Name == actor;

    /// <summary>The principal as claims of ASP.NET Core.</summary>
    internal ClaimsPrincipal ToClaims()
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, Name), .. Permissions.Select(p => new Claim(PermissionClaim, p))], Kind);
        if (Tenant is { } tenant) identity.AddClaim(new Claim(TenantClaim, tenant));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The principal of a request, or null for a request without a credential.</summary>
    internal static Principal? Of(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { } name, AuthenticationType: { } kind }
        ? new Principal(kind, name, [.. user.FindAll(PermissionClaim).Select(c => c.Value)], user.FindFirst(TenantClaim)?.Value)
        : null;
}

/// <summary>The principal of a request.</summary>
internal static class PrincipalOfRequest
{
    /// <summary>The principal of a request, or null where it has no credential.</summary>
    public static Principal? Principal(this HttpContext context) => Access.Principal.Of(context.User);

    /// <summary>The name of the caller, which is the actor of its commands.</summary>
    public static string Actor(this HttpContext context) => context.Caller().Name;

    /// <summary>The principal of a request to a route that requires one.</summary>
    public static Principal Caller(this HttpContext context) => context.Principal() ?? throw new InvalidOperationException($"{context.Request.Path} is open and has no actor.");

    /// <summary>Whether the caller is an admin.</summary>
    public static bool IsAdmin(this HttpContext context) => context.Principal()?.May(Permission.Admin) == true;
}
