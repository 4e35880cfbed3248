using System.Net.Http.Json;
using Npgsql;

namespace EventSourced.Bench.Commands;

/// <summary>A program that takes commands: EventSourced, or the bare one.</summary>
/// <param name="client">Client of its API.</param>
/// <param name="path">Route of the command.</param>
/// <param name="rows">Its database.</param>
/// <param name="table">The table that has a row for each command.</param>
/// <param name="key">The column with the id of the thing.</param>
/// <param name="processes">Its own processes.</param>
internal sealed class Contestant(HttpClient client, string path, NpgsqlDataSource rows, string table, string key, Func<IReadOnlyList<int>> processes)
{
    /// <summary>Its own processes, without the servers.</summary>
    public IReadOnlyList<int> Processes => processes();

    /// <summary>Sends a command for a new thing, and waits for its outcome if asked.</summary>
    /// <param name="thing">Id of the thing.</param>
    /// <param name="waits">Whether to wait for the outcome.</param>
    public async Task SendAsync(string thing, bool waits)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { community_id = thing, name = "A thing", description = "What the bench makes, one for each command." }) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (waits) request.Headers.Add("Prefer", "wait=60");
        using var answer = await client.SendAsync(request);
        if ((int)answer.StatusCode is not (200 or 201) && (waits || (int)answer.StatusCode != 202))
            throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Waits until a thing's row is visible.</summary>
    /// <param name="thing">Id of the thing.</param>
    public async Task WaitUntilVisibleAsync(string thing)
    {
        await using var connection = await rows.OpenConnectionAsync();
        await using var look = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {table} WHERE {key} = $1)", connection) { Parameters = { new() { Value = thing } } };
        await look.PrepareAsync();
        while (await look.ExecuteScalarAsync() is not true) await Task.Delay(1);
    }

    /// <summary>The number of rows.</summary>
    public async Task<long> CountAsync()
    {
        await using var count = rows.CreateCommand($"SELECT count(*) FROM {table}");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
