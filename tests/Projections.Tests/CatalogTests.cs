namespace EventSourced.Projections.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void Every_column_has_a_description_and_a_lineage()
    {
        foreach (var table in ReadTableSet.Catalog.Tables)
        {
            Assert.All(table.Columns, c => Assert.True(c.Description.Length > 5, $"{table.QualifiedName}.{c.Name}"));
            Assert.All(table.Columns, c => Assert.Contains(table.Lineage, l => l.Column == c.Name));
        }
    }
}
