namespace EventSourced.Contracts;

/// <summary>
/// Makes a record a command. Its HTTP route, its operation in the API's document, its verb on the command line, the order in which it is handled and who may send
/// it follow from this and from the record's documentation.
/// </summary>
/// <param name="name">Module and imperative, joined by a dot: <c>shop.place_order</c>.</param>
/// <param name="route">
/// Method and address below <c>/api/{module}</c>: <c>POST orders/{order_id}/payment</c>; parts in braces are members. Null for a command without an
/// address: clocks, events and product routes send it.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CommandAttribute(string name, string? route = null) : Attribute
{
    /// <summary>The name as messages carry it.</summary>
    public string Name { get; } = name;

    /// <summary>Method and address, or null.</summary>
    public string? Route { get; } = route;

    /// <summary>
    /// Name of the member whose value orders commands: those of one value are handled in the order of their acceptance. Several names, joined by commas, where the
    /// first may be null. Null where order does not matter. A member that is a <see cref="ScopedId"/> stands for what the id was made for.
    /// </summary>
    public string? Scope { get; set; }

    /// <summary>The permission that sending it needs. <see cref="Permission.Admin"/> and <see cref="Permission.System"/> may send everything.</summary>
    public string Allow { get; set; } = Permission.Admin;
}

/// <summary>
/// Names of permissions. Modules add their own, prefixed by the module's name: <c>shop.sell</c>. A principal has a set of them; what names no permission is the admin's.
/// </summary>
public static class Permission
{
    /// <summary>May do everything.</summary>
    public const string Admin = "admin";

    /// <summary>What the system does by itself: clocks and follow-ups of events.</summary>
    public const string System = "system";
}
