using Npgsql;
using NpgsqlTypes;

namespace EventSourced.Api.Rabbit;

/// <summary>SQL of the rows that a parent may read. Every statement has the child as its first parameter, null for all.</summary>
internal static class RabbitScope
{
    /// <summary>Condition on a column with a session id.</summary>
    public static string Sessions(string column) => $"($1::text is null or {column} in (select id from rabbit.sessions where child_id = $1))";

    public static NpgsqlParameter Child(string? child) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)child ?? DBNull.Value };

    public static NpgsqlParameter Number(long? value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (object?)value ?? DBNull.Value };

    public static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };
}
