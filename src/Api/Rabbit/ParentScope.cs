using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>The rows that a parent may read.</summary>
/// <param name="Child">Only rows of this child, or null for all.</param>
/// <param name="IsOfChild">Whether the PIN was the child's own: addresses in the answer then name the child, because they need the same PIN.</param>
internal sealed record ParentScope(string? Child, bool IsOfChild)
{
    public const string Parameter = "childId";

    /// <summary>The scope of an authorised request.</summary>
    public static ParentScope Of(HttpContext context) => context.Items[typeof(ParentScope)] as ParentScope ?? throw new InvalidOperationException($"{context.Request.Path} is not behind the PIN.");

    public void Enter(HttpContext context) => context.Items[typeof(ParentScope)] = this;
}
