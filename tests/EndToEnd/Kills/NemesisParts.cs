using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;
using EventSourced.Projections;
using EventSourced.ReadTables;
using Npgsql;

namespace EventSourced.EndToEnd.Kills;

/// <summary>What a workload works with, without a running system.</summary>
internal static class NemesisParts
{
    /// <summary>A command that the API has answered as completed.</summary>
    public static SentCommand Completed(string name, JsonObject result)
    {
        var command = new SentCommand(Guid.NewGuid(), name, [], () => new HttpRequestMessage());
        Assert.Null(command.Take(new JsonObject { ["status"] = "completed", ["position"] = 1L, ["result"] = result }));
        return command;
    }

    /// <summary>A world without an API and a broker.</summary>
    public static NemesisWorld World(NpgsqlDataSource source, ReadTableCatalog? tables = null) => new(source, null!, null!, tables ?? ReadTableSet.Catalog, new Tally(), 1);
}
