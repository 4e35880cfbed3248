using System.Net;
using System.Text.Json;
using EventSourced.Api.Access;
using EventSourced.EventStore;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Schema;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    [Fact]
    public Task A_tenant_sees_its_own_rows_alone_on_every_generation_and_at_the_endpoint() => CheckAsync(nameof(A_tenant_sees_its_own_rows_alone_on_every_generation_and_at_the_endpoint), async (_, visited) =>
    {
        var (reader, api) = ($"laws_tenant_{Guid.NewGuid():N}", $"laws_api_{Guid.NewGuid():N}");
        await Main.ExecuteAsync($"CREATE ROLE {reader}; CREATE ROLE {api}");
        try
        {
            foreach (var module in Catalog.Modules) await Main.ExecuteAsync($"GRANT USAGE ON SCHEMA {SqlNames.Quote(module)} TO {reader}");
            foreach (var table in Catalog.Tables) await Main.ExecuteAsync($"GRANT SELECT ON {SqlNames.Of(table)} TO {reader}");
            await DatabaseRights.GrantAsync(Main.Source, Catalog, new EventStoreOptions(), api, reader: null);
            await AssertReadersAsync(reader, api, "at first");
            await ReadTableSchema.ApplyAsync(Main.Source, Catalog);
            await AssertReadersAsync(reader, api, "after another start");
            await Main.RebuildAllAsync();
            await AssertReadersAsync(reader, api, "after a rebuild");
            foreach (var head in Catalog.Tables.Where(t => t.SourceRow is null)) await new GenerationStore(Main.Source, Catalog).RollbackAsync(head, s_lockTimeout);
            await AssertReadersAsync(reader, api, "after a rollback");
        }
        finally
        {
            await Main.ExecuteAsync($"DROP OWNED BY {reader}; DROP ROLE {reader}; DROP OWNED BY {api}; DROP ROLE {api}");
        }
        await AssertCallersAsync();
        visited.UnionWith(Catalog.Tables);
        await AssertUnchangedAsync("after reads by tenants", visited);
    });

    private async Task AssertReadersAsync(string reader, string api, string when)
    {
        foreach (var table in Catalog.Tables)
        {
            var all = world.Expected.Of(table).Count;
            var tenants = await TenantsAsync(table);
            Assert.True(await SeenAsync(table, null, api) == all, $"{when}: the API's login sees {await SeenAsync(table, null, api)} of {all} rows of {table.QualifiedName}");
            Assert.True(await SeenAsync(table, null) == (table.Tenant is null ? all : 0), $"{when}: a reader without a tenant sees {await SeenAsync(table, null)} rows of {table.QualifiedName}");
            foreach (var (tenant, rows) in tenants) Assert.True(await SeenAsync(table, tenant) == rows, $"{when}: {tenant} sees {await SeenAsync(table, tenant)} of its {rows} rows of {table.QualifiedName}");
        }

        async Task<int> SeenAsync(TableDefinition table, string? tenant, string? role = null)
        {
            await using var connection = await Main.Source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new Npgsql.NpgsqlCommand($"SET LOCAL ROLE {role ?? reader}; {(tenant is null ? "" : $"SET LOCAL es.tenant = {SqlNames.Literal(tenant)};")} SELECT count(*)::int FROM {SqlNames.Of(table)}", connection);
            return (int)(await command.ExecuteScalarAsync())!;
        }
    }

    private async Task AssertCallersAsync()
    {
        await using var host = await EndpointHost.StartAsync(Main);
        foreach (var table in Catalog.Tables)
        {
            if (table.Tenant is null)
            {
                Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(table, "anybody")).Status);
                continue;
            }
            foreach (var (tenant, rows) in await TenantsAsync(table))
            {
                var seen = (await GetAsync(table, tenant)).Page.GetProperty("data").EnumerateArray().Select(r => r.GetProperty(table.Tenant.Name).GetString()).ToList();
                Assert.True(seen.Count == rows && seen.All(t => t == tenant), $"{table.QualifiedName}: the answer for {tenant} has rows of {string.Join(", ", seen)}");
            }
            Assert.Equal(0, (await GetAsync(table, "nobody")).Page.GetProperty("data").GetArrayLength());
        }

        async Task<(HttpStatusCode Status, JsonElement Page)> GetAsync(TableDefinition table, string tenant)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/{table.Module}/{table.Name}?limit=1000");
            request.Headers.Add(EndpointHost.Tenant, Uri.EscapeDataString(tenant));
            using var response = await host.Client.SendAsync(request);
            return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
        }
    }

    private async Task<IReadOnlyList<(string Tenant, int Rows)>> TenantsAsync(TableDefinition table)
    {
        if (table.Tenant is null) return [];
        await using var command = Main.Source.CreateCommand($"SELECT {SqlNames.Quote(table.Tenant.Name)}, count(*)::int FROM {SqlNames.Of(table)} GROUP BY 1");
        await using var reader = await command.ExecuteReaderAsync();
        var tenants = new List<(string, int)>();
        while (await reader.ReadAsync()) tenants.Add((reader.GetString(0), reader.GetInt32(1)));
        Assert.True(tenants.Count > 1, $"{table.QualifiedName} has rows of {tenants.Count} tenants");
        return tenants;
    }
}
