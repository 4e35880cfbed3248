using System.Reflection;
using EventSourced.Contracts;

namespace EventSourced.EventStore;

/// <summary>Only members of the event or command itself are encrypted: an attribute that lies deeper would promise what nobody keeps.</summary>
internal static class PersonalDepth
{
    /// <summary>Looks through everything that a record is made of.</summary>
    /// <param name="type">An event or a command.</param>
    /// <exception cref="InvalidOperationException">Something within it is declared personal.</exception>
    public static void Check(Type type)
    {
        HashSet<Type> seen = [type];
        Queue<Type> open = new(type.GetProperties().Select(p => p.PropertyType));
        while (open.TryDequeue(out var part))
        {
            if (!seen.Add(part)) continue;
            if (part.GetElementType() is { } element) open.Enqueue(element);
            foreach (var argument in part.GenericTypeArguments) open.Enqueue(argument);
            // Types of the framework declare nothing personal.
            if (part.IsPrimitive || part.Assembly == typeof(object).Assembly || part.Namespace?.StartsWith("System", StringComparison.Ordinal) == true) continue;
            foreach (var property in part.GetProperties())
            {
                if (property.IsDefined(typeof(PersonalAttribute)))
                    throw new InvalidOperationException($"{part.Name}.{property.Name} is [Personal], but within {type.Name}: declare the member of {type.Name} that holds it instead.");
                open.Enqueue(property.PropertyType);
            }
        }
    }
}
