using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using Npgsql;

namespace EventSourced.Cli.Demo;

/// <summary>A fact, and what came out.</summary>
/// <param name="What">What it is about.</param>
/// <param name="Expected">What must come out.</param>
/// <param name="Actual">What did.</param>
internal sealed record Fact(string What, string Expected, string Actual)
{
    public bool Holds => Expected == Actual;
}

/// <summary>Compares the tables with what is known about the samples.</summary>
/// <param name="read">Reads the rows of a fact.</param>
/// <param name="hasGrown">Waits some seconds for the log to grow; false when it does not.</param>
internal sealed class FactCheck(Func<SampleFact, CancellationToken, Task<IReadOnlyList<JsonObject>>> read, Func<CancellationToken, Task<bool>> hasGrown)
{
    /// <summary>Asks all queries. What does not hold is asked again as long as the log grows: follow-ups of an import may still be under way.</summary>
    public async Task<IReadOnlyList<Fact>> CheckAsync(IReadOnlyList<SampleFact> known, CancellationToken cancellation)
    {
        var facts = await AskAllAsync(known, cancellation);
        while (facts.Any(f => !f.Holds) && await hasGrown(cancellation))
            facts = await AskAllAsync(known, cancellation);
        return facts;
    }

    /// <summary>What rows come to, in the form of an answer.</summary>
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
        _ => throw new CliException($"{fact.What}: the aggregate \"{fact.Aggregate}\" is not known; use count, or sum and a column."),
    };

    private async Task<IReadOnlyList<Fact>> AskAllAsync(IReadOnlyList<SampleFact> known, CancellationToken cancellation)
    {
        List<Fact> facts = [];
        foreach (var fact in known) facts.Add(new Fact(fact.What, Text(JsonNode.Parse(fact.Answer.GetRawText())), await AskAsync(fact, cancellation)));
        return facts;
    }

    private async Task<string> AskAsync(SampleFact fact, CancellationToken cancellation)
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

    // The order of columns is that of select, whatever the answer's is.
    private static IEnumerable<JsonNode?> Columns(SampleFact fact, JsonObject row)
    {
        var select = fact.Query?.Split('?', '&').FirstOrDefault(p => p.StartsWith("select=", StringComparison.Ordinal))?["select=".Length..];
        return select is null ? row.Select(c => c.Value) : select.Split(',').Select(name => row[name]);
    }

    private static string Text(JsonNode? answer) => answer is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : answer?.ToJsonString() ?? "null";
}
