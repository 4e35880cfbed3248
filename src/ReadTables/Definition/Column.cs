using System.Reflection;
using EventSourced.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.ReadTables;

/// <summary>A column of a read table.</summary>
public abstract class Column
{
    /// <summary>Name in the database.</summary>
    public required string Name { get; init; }

    /// <summary>Type in the database, such as <c>text</c>.</summary>
    public required string SqlType { get; init; }

    /// <summary>Whether it may be null.</summary>
    public required bool Nullable { get; init; }

    /// <summary>Its documentation: database comment, API description, data dictionary.</summary>
    public required string Description { get => field + ReferenceNote; init; }

    /// <summary>Text that the column's references add to the documentation; empty without references.</summary>
    internal string ReferenceNote { get; set; } = "";

    /// <summary>The row's property.</summary>
    public required PropertyInfo Property { get; init; }

    /// <summary>Npgsql's type.</summary>
    public required NpgsqlDbType DbType { get; init; }
}

/// <summary>A column that can be read from and written to rows of one type.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
public abstract class Column<TRow> : Column
{
    internal abstract NpgsqlParameter ToArrayParameter(IReadOnlyList<TRow> rows);

    internal abstract void Read(NpgsqlDataReader reader, int ordinal, TRow row);

    /// <summary>Sets the column of the row to null.</summary>
    internal abstract void Clear(TRow row);

    /// <summary>Whether <see cref="Check"/> may throw.</summary>
    internal abstract bool MustCheck { get; }

    /// <summary>Throws when the row's value is null in a column that is not nullable, or text that PostgreSQL cannot store.</summary>
    internal abstract void Check(TRow row);
}

/// <param name="isNull">Whether a value is null.</param>
/// <param name="toDb">Converts a value that is not null to Npgsql's type.</param>
/// <param name="fromDb">Converts a value from Npgsql's type.</param>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TValue">The property's type.</typeparam>
/// <typeparam name="TDb">Npgsql's type.</typeparam>
internal sealed class Column<TRow, TValue, TDb>(Func<TValue, bool> isNull, Func<TValue, TDb> toDb, Func<TDb, TValue> fromDb) : Column<TRow>
{
    private Func<TRow, TValue> Get => field ??= Property.GetMethod!.CreateDelegate<Func<TRow, TValue>>();

    private Action<TRow, TValue> Set => field ??= Property.SetMethod!.CreateDelegate<Action<TRow, TValue>>();

    internal override NpgsqlParameter ToArrayParameter(IReadOnlyList<TRow> rows)
    {
        // object?[] can hold nulls and values; without nulls a typed array avoids boxing.
        if (Nullable)
        {
            var boxed = new object?[rows.Count];
            for (var i = 0; i < boxed.Length; i++)
                boxed[i] = Get(rows[i]) is var value && isNull(value) ? null : toDb(value);
            return new NpgsqlParameter { Value = boxed, NpgsqlDbType = NpgsqlDbType.Array | DbType };
        }
        var values = new TDb[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = toDb(Get(rows[i]));
        return new NpgsqlParameter<TDb[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | DbType };
    }

    internal override void Read(NpgsqlDataReader reader, int ordinal, TRow row) =>
        Set(row, reader.IsDBNull(ordinal) ? default! : fromDb(reader.GetFieldValue<TDb>(ordinal)));

    internal override void Clear(TRow row) => Set(row, default!);

    internal override bool MustCheck => DbType == NpgsqlDbType.Text || (!Nullable && isNull(default!));

    internal override void Check(TRow row)
    {
        var value = Get(row);
        if (isNull(value))
        {
            if (!Nullable) throw new RowException($"Column {Name} must not be null, and no mapping of the event sets it.");
        }
        else if (DbType == NpgsqlDbType.Text && toDb(value) is string text && text.Contains('\0'))
        {
            throw new RowException($"Column {Name} has a NUL character at {text.IndexOf('\0')}, which PostgreSQL cannot store.");
        }
    }
}

/// <summary>A row cannot be written.</summary>
/// <param name="message">Which column, and why.</param>
public sealed class RowException(string message) : Exception(message);

/// <summary>The columns of a row type, from its properties.</summary>
internal static class ColumnFactory
{
    private static readonly NullabilityInfoContext s_nullability = new();

    public static IReadOnlyList<Column<TRow>> Of<TRow>(Definition.FaultList faults)
    {
        var columns = new List<Column<TRow>>();
        foreach (var property in typeof(TRow).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetMethod is not null && p.SetMethod is not null && p.Name != "EqualityContract"))
            faults.Try(() => columns.Add(Of<TRow>(property)));
        return columns;
    }

    private static Column<TRow> Of<TRow>(PropertyInfo property)
    {
        var type = property.PropertyType;
        bool nullable;
        // NullabilityInfoContext is not thread-safe.
        lock (s_nullability) nullable = s_nullability.Create(property).ReadState == NullabilityState.Nullable;
        var core = System.Nullable.GetUnderlyingType(type) ?? type;
        return 0 switch
        {
            _ when core == typeof(string) => Make<TRow, string, string>(property, nullable, "text", NpgsqlDbType.Text, v => v is null, v => v, v => v),
            _ when core == typeof(long) => Value<TRow, long, long>(property, nullable, "bigint", NpgsqlDbType.Bigint, v => v, v => v),
            _ when core == typeof(int) => Value<TRow, int, int>(property, nullable, "integer", NpgsqlDbType.Integer, v => v, v => v),
            _ when core == typeof(double) => Value<TRow, double, double>(property, nullable, "double precision", NpgsqlDbType.Double, v => v, v => v),
            _ when core == typeof(float) => Value<TRow, float, float>(property, nullable, "real", NpgsqlDbType.Real, v => v, v => v),
            _ when core == typeof(bool) => Value<TRow, bool, bool>(property, nullable, "boolean", NpgsqlDbType.Boolean, v => v, v => v),
            _ when core == typeof(DateOnly) => Value<TRow, DateOnly, DateOnly>(property, nullable, "date", NpgsqlDbType.Date, v => v, v => v),
            _ when core == typeof(DateTimeOffset) => Value<TRow, DateTimeOffset, DateTimeOffset>(
                property, nullable, "timestamptz", NpgsqlDbType.TimestampTz, v => v.ToUniversalTime(), v => v),
            _ when core == typeof(Json) => Value<TRow, Json, string>(property, nullable, "jsonb", NpgsqlDbType.Jsonb, v => v.Text, v => new Json(v)),
            _ => throw new Definition.FaultException(
                $"The property {property.Name} has the type {core}, for which there is no column type.", "Use string, long, int, double, float, bool, DateOnly, DateTimeOffset or Json."),
        };
    }

    private static Column<TRow> Value<TRow, T, TDb>(
        PropertyInfo property, bool nullable, string sql, NpgsqlDbType db, Func<T, TDb> toDb, Func<TDb, T> fromDb) where T : struct =>
        nullable
            ? Make<TRow, T?, TDb>(property, true, sql, db, v => v is null, v => toDb(v!.Value), v => fromDb(v))
            : Make<TRow, T, TDb>(property, false, sql, db, v => v is Json { IsUnset: true }, toDb, fromDb);

    private static Column<TRow, T, TDb> Make<TRow, T, TDb>(
        PropertyInfo property, bool nullable, string sql, NpgsqlDbType db, Func<T, bool> isNull, Func<T, TDb> toDb, Func<TDb, T> fromDb) =>
        new(isNull, toDb, fromDb)
        {
            Name = Definition.DocumentedNames.Of(property),
            SqlType = sql,
            Nullable = nullable,
            Description = XmlDocs.Summary(property)
                ?? throw new Definition.FaultException($"The property {property.Name} has no <summary>.", "Write one: it becomes the column's comment and API description."),
            Property = property,
            DbType = db,
        };
}
