using System.Reflection;
using EventSourced.Contracts;

namespace EventSourced.EventStore.Personal;

/// <summary>Refuses [Personal] on nested members: only members of the event or command itself are encrypted.</summary>
internal static class PersonalNesting
{
    /// <summary>Checks all types that a record contains.</summary>
    /// <param name="type">An event or a command.</param>
    /// <exception cref="InvalidOperationException">A nested member is declared personal.</exception>
    public static void Check(Type type)
    {
        HashSet<Type> seen = [type];
        Queue<Type> pending = new(type.GetProperties().Select(p => p.PropertyType));
        while (pending.TryDequeue(out var part))
        {
            if (!seen.Add(part)) continue;
            if (part.GetElementType() is { } element) pending.Enqueue(element);
            foreach (var argument in part.GenericTypeArguments) pending.Enqueue(argument);
            // Types of the framework have no personal members.
            if (part.IsPrimitive || part.Assembly == typeof(object).Assembly || part.Namespace?.StartsWith("System", StringComparison.Ordinal) == true) continue;
            foreach (var property in part.GetProperties())
            {
                if (property.IsDefined(typeof(PersonalAttribute)))
                    throw new InvalidOperationException($"{part.Name}.{property.Name} is [Personal], but it is nested in {type.Name}, and only members of {type.Name} itself are encrypted: put [Personal] on the member of {type.Name} that contains it.");
                pending.Enqueue(property.PropertyType);
            }
        }
    }
}
