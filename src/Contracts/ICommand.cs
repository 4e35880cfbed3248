namespace EventSourced.Contracts;

/// <summary>A request to change something, sent over the bus under the stable name of its <see cref="CommandNameAttribute"/>.</summary>
public interface ICommand;

/// <summary>
/// A command that an event asks for, under an id that follows from the event. Nobody asks how it stands while it runs, so that only its outcome is noted; and
/// its handler sees by the stream whether it was done, so that it may run again.
/// </summary>
public interface IFollowUp : ICommand;

/// <summary>The stable name of a command on the bus: <c>pulse.create_community</c>.</summary>
/// <param name="name">Module and imperative, joined by a dot.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CommandNameAttribute(string name) : Attribute
{
    /// <summary>The name as messages carry it.</summary>
    public string Name { get; } = name;
}
