using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Projections;

namespace EventSourced.EndToEnd.Cli;

/// <summary>The data dictionary of the read tables.</summary>
public sealed class TablesTests
{
    public static TheoryData<string> Modules => [.. ModuleCatalog.Default.All.Select(m => m.Name)];

    [Theory, MemberData(nameof(Modules))]
    public void The_document_of_a_module_matches_the_definitions(string module)
    {
        var path = Path.Combine(EsProgram.Root, "docs", "tables", module + ".md");
        var tables = ReadTableSet.Catalog.Tables.Where(t => t.Module == module).OrderBy(t => t.QualifiedName, StringComparer.Ordinal).ToList();
        Assert.True(File.Exists(path) && File.ReadAllText(path) == TablesDocument.Of(module, tables, type => EventCatalog.Default.Of(type).Name),
            $"docs/tables/{module}.md does not match the definitions. Write it again: ./es tables {module} --markdown > docs/tables/{module}.md");
    }

    [Fact]
    public async Task A_table_is_listed_with_columns_and_the_sources_of_their_values()
    {
        await using var es = await EsProgram.CreateAsync("tables");
        Assert.Contains("pulse.daily_digests", (await es.RunAsync("tables")).Succeeds().Output, StringComparison.Ordinal);

        var digests = (await es.RunAsync("tables", "pulse.daily_digests")).Succeeds().Output;
        foreach (var text in new[] { "day_date  date  key", "message_count  integer", "from pulse.day_digested.v1: ", "lane pulse" })
            Assert.Contains(text, digests, StringComparison.Ordinal);

        var json = JsonNode.Parse((await es.RunAsync("tables", "rabbit", "--json")).Succeeds().Output)!.AsArray();
        Assert.Equal(ReadTableSet.Catalog.Tables.Count(t => t.Module == "rabbit"), json.Count);
        Assert.All(json, table => Assert.StartsWith("rabbit.", table!["table"]!.ToString(), StringComparison.Ordinal));

        (await es.RunAsync("tables", "pulse.daily_digest")).Fails(2, "pulse.daily_digest\"", "Did you mean pulse.daily_digests?");
    }
}
