using EventSourced.ReadTables;
using NetArchTest.Rules;

namespace EventSourced.Architecture.Tests;

/// <summary>The layers of the read-table engine: each depends only on the layers before it.</summary>
public sealed class ReadTableLayersTests
{
    private static readonly string[] s_layers = [.. new[] { "Schema", "Query", "Runtime", "Explain", "Operations", "Generations", "Hosting" }.Select(l => $"{typeof(TableDefinition).Namespace}.{l}")];

    public static TheoryData<string> Layers => [.. s_layers];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_does_not_depend_on_later_layers(string layer)
    {
        var types = Types.InAssembly(typeof(TableDefinition).Assembly).That().ResideInNamespace(layer);
        Assert.NotEmpty(types.GetTypes());
        if (s_layers[(Array.IndexOf(s_layers, layer) + 1)..] is not { Length: > 0 } later) return;
        var result = types.ShouldNot().HaveDependencyOnAny(later).GetResult();
        Assert.True(result.IsSuccessful, $"{layer} knows {string.Join(", ", later)} through {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void Every_namespace_of_the_engine_is_a_layer_or_the_definition_language()
    {
        var others = typeof(TableDefinition).Assembly.GetTypes().Select(t => t.Namespace).OfType<string>().Distinct()
            .Where(n => n.StartsWith("EventSourced.ReadTables", StringComparison.Ordinal) && !s_layers.Any(l => n == l || n.StartsWith(l + ".", StringComparison.Ordinal)));
        Assert.Equal(["EventSourced.ReadTables", "EventSourced.ReadTables.Definition"], others.Order());
    }
}
