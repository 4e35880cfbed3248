using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Access;

/// <summary>Tells whose rows a caller may see in tables that have a tenant column. Register your own to replace <see cref="EveryTenant"/>.</summary>
public interface ICallerTenant
{
    /// <summary>The caller's tenant; null for an administrator, who sees all rows.</summary>
    /// <param name="context">The request, after authentication.</param>
    string? Of(HttpContext context);
}

/// <summary>Every caller is an administrator: the admin token is the only credential.</summary>
internal sealed class EveryTenant : ICallerTenant
{
    /// <inheritdoc/>
    public string? Of(HttpContext context) => null;
}
