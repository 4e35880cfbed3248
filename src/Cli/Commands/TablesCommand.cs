using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.ReadTables;

namespace EventSourced.Cli.Commands;

/// <summary><c>es tables</c>: the read tables of this build, their columns, and where their values come from. Needs no running system.</summary>
internal static class TablesCommand
{
    public static Command Create(Screen screen, ModuleCatalog modules)
    {
        var name = new Argument<string?>("NAME") { Description = "A module, or a table as MODULE.TABLE.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print docs/tables/MODULE.md.", Hidden = true };
        var command = new Command("tables", "List the read tables with their columns, and where the values come from.") { name, json, markdown };
        command.SetAction(parsed =>
        {
            var events = modules.Events;
            var catalog = ReadTableSet.Of(events, modules.Assemblies);
            var asked = parsed.GetValue(name);
            var tables = Find(catalog, asked);
            if (parsed.GetValue(markdown)) screen.Line(TablesDocument.Of(tables[0].Module, tables, type => NameOf(events, type)).TrimEnd());
            else if (parsed.GetValue(json)) screen.Line(JsonText.Indented(new JsonArray([.. tables.Select(t => Json(t, events))])));
            else if (asked is not null && tables is [var one] && one.QualifiedName == asked) Show(screen, one, events);
            else List(screen, tables);
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<TableDefinition> Find(ReadTableCatalog catalog, string? name)
    {
        var all = catalog.Tables.OrderBy(t => t.QualifiedName, StringComparer.Ordinal).ToList();
        if (name is null) return all;
        var found = all.Where(t => t.Module == name || t.QualifiedName == name).ToList();
        return found.Count > 0
            ? found
            : throw CliException.Usage($"There is no module or read table \"{name}\". {Nearest.Hint(name, "Known are", all.Select(t => t.QualifiedName).Concat(all.Select(t => t.Module)).Distinct())}");
    }

    private static void List(Screen screen, IEnumerable<TableDefinition> tables)
    {
        var sheet = Sheet.Of("Table", ">Columns", "Key", "Rows");
        foreach (var table in tables)
            sheet.Add(table.QualifiedName, Figures.Count(table.Columns.Count), string.Join(", ", table.Key.Select(c => c.Name)), FirstSentence(table.Description));
        screen.Table(sheet);
    }

    private static void Show(Screen screen, TableDefinition table, EventCatalog events)
    {
        screen.Heading(table.QualifiedName);
        screen.Line(table.Description.ReplaceLineEndings(" "));
        screen.Line();
        // Plain lines: a sheet would cut off descriptions.
        foreach (var column in table.Columns)
        {
            screen.Line($"{column.Name}  {TablesDocument.TypeOf(column)}{(table.Key.Contains(column) ? "  key" : "")}");
            screen.Line($"    {column.Description.ReplaceLineEndings(" ")}");
            foreach (var source in table.Lineage.Where(l => l.Column == column.Name).Select(l => $"{l.Event}: {l.Expression}").Distinct()) screen.Line($"    from {source}");
        }
        screen.Line();
        foreach (var index in table.Indexes) screen.Line($"{(index.Unique ? "unique" : "index")} {index.Name} ({string.Join(", ", index.Columns.Select(c => c.Name))}){(index.Where is { } where ? $" where {where}" : "")}");
        foreach (var reference in table.References)
            screen.Line($"{string.Join(", ", reference.Columns.Select(c => c.Name))} refers to {reference.Table}{(reference.OnDelete switch { ReferenceAction.Cascade => "; removed with it", ReferenceAction.SetNull => "; null when it is removed", _ => "" })}");
        screen.Line(table.SourceRow is null ? $"lane {table.Lane}; events {string.Join(", ", EventsOf(table, events))}" : $"lane {table.Lane}; derived from another table");
    }

    private static JsonObject Json(TableDefinition table, EventCatalog events) => new()
    {
        ["table"] = table.QualifiedName,
        ["description"] = table.Description.ReplaceLineEndings(" "),
        ["lane"] = table.Lane,
        ["key"] = Names(table.Key.Select(c => c.Name)),
        ["columns"] = new JsonArray([.. table.Columns.Select(c => new JsonObject
        {
            ["name"] = c.Name,
            ["type"] = c.SqlType,
            ["nullable"] = c.Nullable,
            ["description"] = c.Description.ReplaceLineEndings(" "),
            ["sources"] = new JsonArray([.. table.Lineage.Where(l => l.Column == c.Name).Select(l => new JsonObject { ["event"] = l.Event, ["expression"] = l.Expression, ["fields"] = Names(l.Fields) })]),
        })]),
        ["indexes"] = new JsonArray([.. table.Indexes.Select(i => new JsonObject { ["name"] = i.Name, ["columns"] = Names(i.Columns.Select(c => c.Name)), ["unique"] = i.Unique, ["where"] = i.Where })]),
        ["references"] = new JsonArray([.. table.References.Select(r => new JsonObject { ["columns"] = Names(r.Columns.Select(c => c.Name)), ["table"] = r.Table })]),
        ["events"] = Names(EventsOf(table, events)),
    };

    private static IEnumerable<string> EventsOf(TableDefinition table, EventCatalog events) => table.EventTypes.Select(type => NameOf(events, type)).Order(StringComparer.Ordinal);

    private static string NameOf(EventCatalog events, Type type) => events.Of(type).Name;

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);

    private static string FirstSentence(string text) => text.ReplaceLineEndings(" ") is var line && line.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? line[..(end + 1)] : line;
}
