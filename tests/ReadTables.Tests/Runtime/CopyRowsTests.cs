using System.Text;
using EventSourced.ReadTables.Runtime;
using EventSourced.Testing;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class CopyRowsTests
{
    private static readonly (string Type, NpgsqlDbType Db, object?[] Values, Action<CopyRows, object?> Write)[] s_columns =
    [
        ("text", NpgsqlDbType.Text, ["", "a", "Gänse 🦢 \u0001", new string('x', 200_000), null], (rows, v) => rows.Write((string?)v)),
        ("bigint", NpgsqlDbType.Bigint, [0L, -1L, long.MinValue, long.MaxValue, null], (rows, v) => rows.Write((long?)v)),
        ("integer", NpgsqlDbType.Integer, [0, -1, int.MinValue, int.MaxValue, null], (rows, v) => rows.Write((int?)v)),
        ("double precision", NpgsqlDbType.Double, [0.0, -0.0, double.NaN, double.NegativeInfinity, null], (rows, v) => rows.Write((double?)v)),
        ("real", NpgsqlDbType.Real, [0f, 1.5f, float.NaN, float.MaxValue, null], (rows, v) => rows.Write((float?)v)),
        ("boolean", NpgsqlDbType.Boolean, [true, false, true, false, null], (rows, v) => rows.Write((bool?)v)),
        ("date", NpgsqlDbType.Date, [DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(1999, 12, 31), new DateOnly(2026, 2, 28), null], (rows, v) => rows.Write((DateOnly?)v)),
        ("timestamptz", NpgsqlDbType.TimestampTz, [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(1969, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(17), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(-3), null],
            (rows, v) => rows.Write((DateTimeOffset?)v)),
        ("jsonb", NpgsqlDbType.Jsonb, ["{}", """{"a":[1,null,"ß"]}""", $"\"{new string('y', 600_000)}\"", "\"text\"", null], (rows, v) => rows.Write(v is string text ? new Json(text) : (Json?)null)),
    ];

    [Fact]
    public async Task Values_are_stored_as_npgsql_stores_them()
    {
        await using var database = await TestDatabase.CreateAsync("copy_values");
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await ExecuteAsync(connection, $"CREATE TABLE expected (n integer, {string.Join(", ", s_columns.Select((c, i) => $"c{i} {c.Type}"))}); CREATE TABLE copied (LIKE expected)");
        for (var n = 0; n < 5; n++)
        {
            await using var insert = new NpgsqlCommand($"INSERT INTO expected VALUES ({n}, {string.Join(", ", s_columns.Select((_, i) => $"${i + 1}"))})", connection);
            foreach (var (_, db, values, _) in s_columns) insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = db, Value = values[n] ?? DBNull.Value });
            await insert.ExecuteNonQueryAsync();
        }

        await CopyAsync(connection, rows =>
        {
            for (var n = 0; n < 5; n++)
            {
                rows.StartRow((short)(s_columns.Length + 1));
                rows.Write(n);
                foreach (var (_, _, values, write) in s_columns) write(rows, values[n]);
            }
        });

        for (var i = 0; i < s_columns.Length; i++)
        {
            // Compares the stored bytes.
            await using var different = new NpgsqlCommand($"SELECT string_agg(concat(n, ': ', e.c{i}, ' not ', c.c{i}), ', ') FROM expected e FULL JOIN copied c USING (n) WHERE record_image_ne(row(e.c{i}), row(c.c{i}))", connection);
            Assert.Equal((s_columns[i].Type, DBNull.Value), (s_columns[i].Type, await different.ExecuteScalarAsync()));
        }
    }

    [Fact]
    public void Values_that_are_not_set_are_null()
    {
        using var rows = new CopyRows();
        rows.Clear();
        rows.Write(default(Json));
        rows.Write((string?)null);
        Assert.Equal(Enumerable.Repeat((byte)0xFF, 8), rows.Collected.ToArray());
    }

    [Fact]
    public async Task A_row_that_cannot_be_encoded_copies_nothing_and_leaves_the_connection_usable()
    {
        await using var database = await TestDatabase.CreateAsync("copy_fails");
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await ExecuteAsync(connection, "CREATE TABLE copied (n text)");

        await Assert.ThrowsAsync<EncoderFallbackException>(() => CopyAsync(connection, rows =>
        {
            rows.StartRow(1);
            rows.Write("good");
            rows.StartRow(1);
            rows.Write("half of a pair: \ud83e");
        }));

        await using var count = new NpgsqlCommand("SELECT count(*) FROM copied", connection);
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_row_that_the_server_refuses_copies_nothing_and_leaves_the_connection_usable()
    {
        await using var database = await TestDatabase.CreateAsync("copy_refused");
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await ExecuteAsync(connection, "CREATE TABLE copied (n integer PRIMARY KEY)");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => CopyAsync(connection, rows =>
        {
            for (var n = 0; n < 100_000; n++)
            {
                rows.StartRow(1);
                rows.Write(n % 50_000);
            }
        }));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
        await using var count = new NpgsqlCommand("SELECT count(*) FROM copied", connection);
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    private static async Task CopyAsync(NpgsqlConnection connection, Action<CopyRows> write)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.CopyLongAsync("copied", "COPY copied FROM STDIN (FORMAT BINARY)", async (stream, stop) =>
        {
            using var rows = new CopyRows();
            await stream.WriteAsync(rows.Collected, stop);
            rows.Clear();
            write(rows);
            rows.End();
            await stream.WriteAsync(rows.Collected, stop);
        }, default);
        await transaction.CommitAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
