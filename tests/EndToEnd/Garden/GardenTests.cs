using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.Api.Hosting;
using EventSourced.Cli.Commands;
using EventSourced.Cli.Output;
using EventSourced.Commands.Modules;
using EventSourced.EndToEnd.Cli;
using EventSourced.Projections;
using EventSourced.Testing;
using EventSourced.Workers.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventSourced.EndToEnd.Garden;

/// <summary>A module needs no other registration: hosts, OpenAPI document, command line, laws and admin tools use what its module class declares.</summary>
public sealed class GardenTests : IAsyncLifetime
{
    private static readonly ModuleCatalog s_modules = ModuleCatalog.Of([.. ModuleCatalog.Default.All, new GardenModule()]);
    private readonly string _folder = Directory.CreateTempSubdirectory("es-garden-").FullName;
    private TestDatabase _database = null!;
    private WebApplication _app = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("garden");
        _app = ApiHost.Build(
            [$"--ConnectionStrings:Postgres={_database.ConnectionString}", $"--Objects:Root={_folder}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory"],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton(s_modules);
                builder.Services.AddWorkers(builder.Configuration);
            });
        var token = await ApiHost.PrepareAsync(_app);
        await _app.StartReadyAsync();
        _admin = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_module_in_one_folder_has_commands_a_reaction_a_schedule_an_import_and_tables()
    {
        // Creation and use immediately after it: commands of one scope are processed in order.
        await SendAsync("/api/garden/beds", new { bed_id = "north" }, HttpStatusCode.Accepted);
        await SendAsync("/api/garden/beds/north/plants", new { name = "bean" }, HttpStatusCode.OK, wait: true);
        Assert.Equal("bed_not_found", (string?)(await SendAsync("/api/garden/beds/south/plants", new { name = "bean" }, HttpStatusCode.NotFound, wait: true))["code"]);
        Assert.Equal("validation_failed", (string?)(await SendAsync("/api/garden/beds/north/plants", new { name = "" }, HttpStatusCode.UnprocessableEntity))["code"]);
        await UntilAsync("bed_id=north", row => (1, 1) == ((int)row["plants"]!, (int)row["labels"]!));

        using var list = new MultipartFormDataContent { { new StringContent("pea\nkale\n"), "file", "list.txt" } };
        var upload = await _admin.PostAsync("/api/garden/imports/list?bed_id=north", list);
        Assert.True(upload.IsSuccessStatusCode, await upload.Content.ReadAsStringAsync());
        var import = (string)(await upload.Content.ReadFromJsonAsync<JsonObject>())!["import_id"]!;
        await UntilAsync("bed_id=north", row => (3, 3) == ((int)row["plants"]!, (int)row["labels"]!));
        Assert.Equal("completed", (string?)(await _admin.GetFromJsonAsync<JsonObject>($"/imports/{import}"))!["state"]);

        await EsProgram.UntilAsync(async () => (await RowsAsync("waterings?limit=3")).Count >= 2, "two waterings");

        // The law of every table: rebuilt rows equal the live ones.
        var asked = await _admin.PostAsJsonAsync("/admin/verifications", new { tables = new[] { "garden.beds", "garden.waterings" } });
        var verified = (await asked.Content.ReadFromJsonAsync<JsonObject>())!;
        await EsProgram.UntilAsync(async () =>
        {
            verified = (await _admin.GetFromJsonAsync<JsonObject>($"/admin/verifications/{verified["id"]}"))!;
            return (string?)verified["state"] is not ("queued" or "running" or "accepted");
        }, "the verification");
        Assert.Equal("completed", (string?)verified["state"]);
    }

    [Fact]
    public async Task The_document_and_the_command_line_contain_the_module()
    {
        var paths = (await _admin.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!["paths"]!;
        Assert.Equal("garden.plant", (string?)paths["/api/garden/beds/{bed_id}/plants"]!["post"]!["operationId"]);
        Assert.Equal("Plants something in a bed.", (string?)paths["/api/garden/beds/{bed_id}/plants"]!["post"]!["summary"]);
        Assert.NotNull(paths["/api/garden/beds"]!["get"]);
        Assert.NotNull(paths["/api/garden/imports/list"]!["post"]);

        var es = EsCommand.Build(new Screen(), s_modules);
        Assert.Empty(es.Parse(["do", "garden.plant", "--bed-id", "north", "--name", "bean"]).Errors);
        Assert.Contains("--bed-id", Assert.Single(es.Parse(["do", "garden.plant", "--name", "bean"]).Errors).Message, StringComparison.Ordinal);
        Assert.Empty(es.Parse(["import", "garden", "list", "--bed-id", "north", "list.txt"]).Errors);

        var tables = ReadTableSet.Of(s_modules.Events, s_modules.Assemblies).Tables.Where(t => t.Module == "garden").ToList();
        var document = TablesDocument.Of("garden", tables, type => s_modules.Events.Of(type).Name);
        Assert.Contains("## beds", document, StringComparison.Ordinal);
        Assert.Contains("## waterings", document, StringComparison.Ordinal);
        Assert.Contains("`garden.planted.v1`", document, StringComparison.Ordinal);
    }

    private async Task<JsonObject> SendAsync(string path, object body, HttpStatusCode expected, bool wait = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (wait) request.Headers.Add("Prefer", "wait=60");
        var response = await _admin.SendAsync(request);
        Assert.True(expected == response.StatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private Task UntilAsync(string filter, Func<JsonNode, bool> fits) =>
        EsProgram.UntilAsync(async () => await RowsAsync($"beds?{filter}") is [{ } row] && fits(row), $"the rows of {filter}");

    private async Task<JsonArray> RowsAsync(string query) => (await _admin.GetFromJsonAsync<JsonObject>($"/api/garden/{query}"))!["data"]!.AsArray();
}
