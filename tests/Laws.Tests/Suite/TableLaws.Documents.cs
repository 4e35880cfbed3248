using EventSourced.Laws.Tests.Histories;
using EventSourced.ReadTables.Schema;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    [Fact]
    public Task Every_column_is_documented_and_filled() => CheckAsync(nameof(Every_column_is_documented_and_filled), async (_, visited) =>
    {
        var faults = new List<string>();
        foreach (var table in Catalog.Tables)
        {
            visited.Add(table);
            if (table.Description.Length == 0 || await CommentAsync($"obj_description('{table.QualifiedName}'::regclass)") != table.Description)
                faults.Add($"the comment of {table.QualifiedName} is not its summary");
            var notYet = world.History.Of(table).NotFilledYet;
            foreach (var column in table.Columns)
            {
                var name = $"{table.Name}.{column.Name}";
                var comment = await CommentAsync(
                    $"(SELECT col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = '{table.QualifiedName}'::regclass AND attname = {SqlNames.Literal(column.Name)})");
                if (column.Description.Length == 0 || comment != column.Description) faults.Add($"the comment of {table.Module}.{name} is not its summary: \"{comment}\"");
                var filled = await Main.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM {SqlNames.Of(table)} WHERE {SqlNames.Quote(column.Name)} IS NOT NULL)");
                if (!filled && !notYet.ContainsKey(name)) faults.Add($"no event of the history fills {table.Module}.{name}");
                if (filled && notYet.ContainsKey(name)) faults.Add($"{table.Module}.{name} is filled now: remove it from {nameof(IModuleHistory.NotFilledYet)}");
            }
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    });

    private Task<string> CommentAsync(string expression) => Main.ScalarAsync<string>($"SELECT coalesce({expression}, '')");
}
