using System.Text.Json;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace EventSourced.Api.Tests.OpenApi;

/// <summary>The OpenAPI document is valid and complete: a client generated from it can do everything.</summary>
public sealed class DocumentTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task The_reader_finds_no_fault_in_the_document()
    {
        var result = await ReadAsync();
        Assert.Empty(result.Diagnostic!.Errors);
        Assert.Empty(result.Diagnostic.Warnings);
        Assert.Empty(result.Document!.Validate(ValidationRuleSet.GetDefaultRuleSet()));
    }

    [Fact]
    public async Task Every_operation_has_a_unique_id_a_summary_a_tag_and_its_path_parameters()
    {
        var operations = await OperationsAsync();
        Assert.Empty(operations.GroupBy(o => o.Operation.OperationId).Where(g => g.Key is null || g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(o => o.Name))}"));
        Assert.All(operations, o =>
        {
            Assert.False(string.IsNullOrWhiteSpace(o.Operation.Summary), $"{o.Name} has no summary.");
            Assert.True(o.Operation.Tags is { Count: > 0 }, $"{o.Name} has no tag.");
            var named = o.Name.Split('{').Skip(1).Select(p => p.Split('}', ':')[0]).Order();
            Assert.Equal(named, (o.Operation.Parameters ?? []).Where(p => p.In == ParameterLocation.Path).Select(p => p.Name!).Order());
        });
    }

    [Fact]
    public async Task Every_response_body_has_a_schema_and_every_operation_declares_its_problems()
    {
        Assert.All(await OperationsAsync(), o =>
        {
            Assert.Contains(o.Operation.Responses!.Keys, k => k[0] == '2');
            Assert.Contains("default", o.Operation.Responses.Keys);
            foreach (var (status, response) in o.Operation.Responses)
                foreach (var (media, content) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
                    Assert.True(content.Schema is not null, $"{o.Name} {status} {media} has no schema.");
            Assert.All(o.Operation.Responses.Where(r => r.Key[0] == '2' && r.Key != "204"), r => Assert.True(r.Value.Content is { Count: > 0 }, $"{o.Name} {r.Key} says nothing of its body."));
        });
    }

    [Fact]
    public async Task Every_number_has_a_format_and_every_value_has_one_type()
    {
        var faults = new List<string>();
        await using var json = await world.Anyone.GetStreamAsync("/openapi/v1.json");
        Look(await JsonSerializer.DeserializeAsync<JsonElement>(json), "");
        Assert.Empty(faults);

        void Look(JsonElement node, string path)
        {
            if (node.ValueKind == JsonValueKind.Array) foreach (var (i, item) in node.EnumerateArray().Index()) Look(item, $"{path}/{i}");
            if (node.ValueKind != JsonValueKind.Object) return;
            if (node.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String or JsonValueKind.Array)
            {
                string[] types = [.. (type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : new[] { type.GetString()! }).Where(t => t != "null")];
                if (types.Length > 1 || (types is ["integer" or "number"] && !node.TryGetProperty("format", out _))) faults.Add(path);
            }
            foreach (var member in node.EnumerateObject()) Look(member.Value, $"{path}/{member.Name}");
        }
    }

    [Fact]
    public async Task Every_operation_that_needs_a_secret_declares_it()
    {
        var result = await ReadAsync();
        Assert.Equal(["bearer", "x-admin-token", "x-parent-pin"], result.Document!.Components!.SecuritySchemes!.Keys.Order());
        Assert.All(await OperationsAsync(), o => Assert.Equal(
            o.Name.Contains(" /api/parent/", StringComparison.Ordinal) ? 1 : o.Name.Contains(" /admin/", StringComparison.Ordinal) || o.Name.Contains(" /commands/", StringComparison.Ordinal) ? 2 : o.Operation.Security?.Count ?? 0,
            o.Operation.Security?.Count ?? 0));
    }

    private async Task<IReadOnlyList<(string Name, OpenApiOperation Operation)>> OperationsAsync() =>
        [.. (await ReadAsync()).Document!.Paths.SelectMany(p => p.Value.Operations ?? [], (p, o) => ($"{o.Key} {p.Key}", o.Value))];

    private async Task<ReadResult> ReadAsync()
    {
        await using var json = await world.Anyone.GetStreamAsync("/openapi/v1.json");
        using var copy = new MemoryStream();
        await json.CopyToAsync(copy);
        copy.Position = 0;
        return await OpenApiDocument.LoadAsync(copy, "json");
    }
}
