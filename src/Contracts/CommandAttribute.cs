namespace EventSourced.Contracts;

/// <summary>
/// Makes a record a command. Its HTTP route, its OpenAPI operation, its CLI verb, the order in which it is handled and the permission to send it are derived from this
/// attribute and from the record's documentation.
/// </summary>
/// <param name="name">Module and imperative, joined by a dot: <c>shop.place_order</c>.</param>
/// <param name="route">
/// HTTP method and path below <c>/api/{module}</c>: <c>POST orders/{order_id}/payment</c>; the parts in braces are members. Null for a command without a
/// route, which is sent by schedules, events and product routes.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CommandAttribute(string name, string? route = null) : Attribute
{
    /// <summary>The name in messages.</summary>
    public string Name { get; } = name;

    /// <summary>HTTP method and path, or null.</summary>
    public string? Route { get; } = route;

    /// <summary>
    /// Name of the member by which commands are ordered: commands with the same value are handled in the order of their acceptance. Several names, joined by commas, if the
    /// first may be null. Null if the order does not matter. A <see cref="ScopedId"/> has the order of the scope that it was made for.
    /// </summary>
    public string? Scope { get; set; }

    /// <summary>The required permission. <see cref="Permission.Admin"/> and <see cref="Permission.System"/> may send every command.</summary>
    public string Allow { get; set; } = Permission.Admin;
}

/// <summary>
/// Names of permissions. Modules add their own, prefixed with the module's name: <c>shop.sell</c>. A principal has a set of permissions. Commands that name no permission require admin.
/// </summary>
public static class Permission
{
    /// <summary>Allows everything.</summary>
    public const string Admin = "admin";

    /// <summary>The permission of the system itself: schedules and commands caused by events.</summary>
    public const string System = "system";
}
