using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using Npgsql;

namespace EventSourced.Cli.Demo;

/// <summary>A fact and its actual value.</summary>
/// <param name="What">Its subject.</param>
/// <param name="Expected">The expected value.</param>
/// <param name="Actual">The actual value.</param>
internal sealed record Fact(string What, string Expected, string Actual)
{
    public bool Holds => Expected == Actual;
}

/// <summary>Compares the tables with the known facts of the samples.</summary>
/// <param name="read">Reads the rows of a fact.</param>
/// <param name="hasGrown">Waits some seconds for the log to grow; false when it does not.</param>
internal sealed class FactCheck(Func<SampleFact, CancellationToken, Task<IReadOnlyList<JsonObject>>> read, Func<CancellationToken, Task<bool>> hasGrown)
{
    /// <summary>Runs all queries. Facts that do not hold are checked again while the log grows, because follow-ups of an import may still run.</summary>
    public async Task<IReadOnlyList<Fact>> CheckAsync(IReadOnlyList<SampleFact> known, CancellationToken cancellation)
    {
        var facts = await RunAllAsync(known, cancellation);
        while (facts.Any(f => !f.Holds) && await hasGrown(cancellation))
            facts = await RunAllAsync(known, cancellation);
        return facts;
    }

    /// <summary>Converts rows to the form of the expected answer.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="found">The rows.</param>
    public static JsonNode? AnswerOf(SampleFact fact, IReadOnlyList<JsonObject> found) => fact.Aggregate?.Split(' ') switch
    {
        null when found is [{ Count: 1 } only] => only.First().Value?.DeepClone(),
        null => new JsonArray([.. found.Select(row => new JsonArray([.. Columns(fact, row).Select(value => value?.DeepClone())]))]),
        ["count"] => JsonValue.Create(found.Count),
        ["sum", var column] => JsonValue.Create(found.Sum(row => row.TryGetPropertyValue(column, out var value)
            ? value?.GetValue<long>() ?? 0
            : throw new CliException($"{fact.What}: its rows have no column {column}."))),
        _ => throw new CliException($"{fact.What}: the aggregate \"{fact.Aggregate}\" is unknown; use count, or sum and a column."),
    };

    private async Task<IReadOnlyList<Fact>> RunAllAsync(IReadOnlyList<SampleFact> known, CancellationToken cancellation)
    {
        List<Fact> facts = [];
        foreach (var fact in known) facts.Add(new Fact(fact.What, Text(JsonNode.Parse(fact.Answer.GetRawText())), await RunAsync(fact, cancellation)));
        return facts;
    }

    private async Task<string> RunAsync(SampleFact fact, CancellationToken cancellation)
    {
        try
        {
            return Text(AnswerOf(fact, await read(fact, cancellation)));
        }
        catch (Exception e) when (e is ApiException or PostgresException)
        {
            return e.Message;
        }
    }

    // Columns are in the order of select, not of the answer.
    private static IEnumerable<JsonNode?> Columns(SampleFact fact, JsonObject row)
    {
        var select = fact.Query?.Split('?', '&').FirstOrDefault(p => p.StartsWith("select=", StringComparison.Ordinal))?["select=".Length..];
        return select is null ? row.Select(c => c.Value) : select.Split(',').Select(name => row[name]);
    }

    private static string Text(JsonNode? answer) => answer is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : answer?.ToJsonString() ?? "null";
}
