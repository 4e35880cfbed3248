namespace EventSourced.Contracts;

/// <summary>
/// An event that is appended through EventSourced's own log, with the stable name of its <see cref="EventNameAttribute"/>. Read tables accept events of any class: those
/// of a Marten application need no marker.
/// </summary>
public interface IEvent;

/// <summary>The stable name of an event in the log, with its version: <c>shop.order_placed.v1</c>. Never a CLR name.</summary>
/// <param name="name">Module, past-tense fact and version, joined by dots.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name) : Attribute
{
    /// <summary>The name in the log.</summary>
    public string Name { get; } = name;
}
