using System.Text.Json;
using System.Threading.Channels;
using Npgsql;

namespace EventSourced.Bench.Counting;

/// <summary>The least that fills a table from the log: reads it page by page, copies a row for each event into a table that nobody reads, and adds its key.</summary>
internal static class PlainCopy
{
    private const int PageSize = 2_000, RowsPerCopy = 50_000;

    public static async Task RunAsync(NpgsqlDataSource source)
    {
        await ExecuteAsync("DROP TABLE IF EXISTS plain_counts; CREATE TABLE plain_counts (kind text COLLATE \"C\" NOT NULL, events bigint NOT NULL, total bigint NOT NULL)");
        var pages = Channel.CreateBounded<List<(string Kind, long Amount)>>(4);
        await Task.WhenAll(Task.Run(() => ReadAsync(source, pages.Writer)), Task.Run(() => CopyAsync(source, pages.Reader)));
        // As a build does.
        await ExecuteAsync("SET maintenance_work_mem = '256MB'; ALTER TABLE plain_counts ADD PRIMARY KEY (kind); ANALYZE plain_counts; RESET maintenance_work_mem; DROP TABLE plain_counts");

        async Task ExecuteAsync(string sql)
        {
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task ReadAsync(NpgsqlDataSource source, ChannelWriter<List<(string Kind, long Amount)>> pages)
    {
        await using var connection = await source.OpenConnectionAsync();
        List<(string Kind, long Amount)> page;
        for (var after = 0L; ; await pages.WriteAsync(page))
        {
            page = [];
            await using var command = new NpgsqlCommand($"SELECT seq_id, data FROM log.mt_events WHERE seq_id > $1 ORDER BY seq_id LIMIT {PageSize}", connection) { Parameters = { new() { Value = after } } };
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                after = reader.GetInt64(0);
                using var data = JsonDocument.Parse(reader.GetFieldValue<byte[]>(1));
                page.Add((data.RootElement.GetProperty("kind").GetString()!, data.RootElement.GetProperty("amount").GetInt64()));
            }
            if (page.Count > 0) continue;
            pages.Complete();
            return;
        }
    }

    private static async Task CopyAsync(NpgsqlDataSource source, ChannelReader<List<(string Kind, long Amount)>> pages)
    {
        await using var connection = await source.OpenConnectionAsync();
        while (await pages.WaitToReadAsync())
        {
            await using var import = await connection.BeginBinaryImportAsync("COPY plain_counts FROM STDIN (FORMAT binary)");
            for (var rows = 0; rows < RowsPerCopy && await pages.WaitToReadAsync(); rows += PageSize)
            {
                foreach (var (kind, amount) in await pages.ReadAsync())
                {
                    await import.StartRowAsync();
                    await import.WriteAsync(kind);
                    await import.WriteAsync(1L);
                    await import.WriteAsync(amount);
                }
            }
            await import.CompleteAsync();
        }
    }
}
