using System.Reflection;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Copies rows. The values of their columns are never changed in place, so a copy of the object is enough.</summary>
internal static class RowCopy
{
    private static readonly Func<object, object> s_clone = typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.NonPublic | BindingFlags.Instance)!.CreateDelegate<Func<object, object>>();

    /// <summary>A copy of a row.</summary>
    /// <typeparam name="TRow">The row type.</typeparam>
    /// <param name="row">The row.</param>
    public static TRow Of<TRow>(TRow row) where TRow : class => (TRow)s_clone(row);
}
