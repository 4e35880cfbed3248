namespace EventSourced.Projections.Tests;

/// <summary>Compares a table with its specification.</summary>
internal static class SpecifiedTable
{
    public static void Check(string name, string key, string others, string indexes)
    {
        var table = ReadTableSet.Catalog.Find(name);
        Assert.NotNull(table);
        Assert.Equal(key, string.Join(' ', table.Key.Select(c => c.Name)));
        Assert.Equal(others.Split(' ').Order(), table.Columns.Except(table.Key).Select(c => c.Name).Order());
        Assert.Equal(indexes, string.Join(' ', table.Indexes.Select(i => $"{i.Name}({string.Join(',', i.Columns.Select(c => c.Name))})")));
    }
}
