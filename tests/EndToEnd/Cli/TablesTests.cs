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
        var table = ReadTableSet.Catalog.Tables[0];
        Assert.Contains(table.QualifiedName, (await es.RunAsync("tables")).Succeeds().Output, StringComparison.Ordinal);

        var shown = (await es.RunAsync("tables", table.QualifiedName)).Succeeds().Output;
        Assert.Contains($"lane {table.Lane}", shown, StringComparison.Ordinal);
        Assert.All(table.Columns, column => Assert.Contains($"{column.Name}  {TablesDocument.TypeOf(column)}{(table.Key.Contains(column) ? "  key" : "")}", shown, StringComparison.Ordinal));
        Assert.All(table.Lineage, origin => Assert.Contains($"from {origin.Event}", shown, StringComparison.Ordinal));

        var json = JsonNode.Parse((await es.RunAsync("tables", table.Module, "--json")).Succeeds().Output)!.AsArray();
        Assert.Equal(ReadTableSet.Catalog.Tables.Count(t => t.Module == table.Module), json.Count);
        Assert.All(json, row => Assert.StartsWith(table.Module + ".", row!["table"]!.ToString(), StringComparison.Ordinal));

        (await es.RunAsync("tables", table.QualifiedName[..^1])).Fails(2, $"{table.QualifiedName[..^1]}\"", $"Did you mean {table.QualifiedName}?");
    }
}
