using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.Api.Hosting;
using EventSourced.Cli.Commands;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Output;
using EventSourced.EndToEnd.Cli;
using EventSourced.EventStore.Settings;
using EventSourced.Garden;
using EventSourced.Projections;
using EventSourced.Testing;
using EventSourced.Workers.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventSourced.EndToEnd.Garden;

/// <summary>A module needs no other registration: hosts, OpenAPI document, command line and admin tools use what its module class declares.</summary>
public sealed class GardenTests : IAsyncLifetime
{
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
                builder.Services.AddSingleton(GardenProgram.Modules);
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

        var es = EsCommand.Build(new Screen(), ModuleTools.Of(GardenProgram.Modules));
        Assert.Empty(es.Parse(["do", "garden.plant", "--bed-id", "north", "--name", "bean"]).Errors);
        Assert.Contains("--bed-id", Assert.Single(es.Parse(["do", "garden.plant", "--name", "bean"]).Errors).Message, StringComparison.Ordinal);
        Assert.Empty(es.Parse(["import", "garden", "list", "--bed-id", "north", "list.txt"]).Errors);

        var tables = ReadTableSet.Of(GardenProgram.Modules.Events, GardenProgram.Modules.Assemblies).Tables.Where(t => t.Module == "garden").ToList();
        var document = TablesDocument.Of("garden", tables, type => GardenProgram.Modules.Events.Of(type).Name);
        Assert.Contains("## beds", document, StringComparison.Ordinal);
        Assert.Contains("## waterings", document, StringComparison.Ordinal);
        Assert.Contains("`garden.planted.v1`", document, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_of_the_module_are_known()
    {
        var settings = SettingsCatalog.Of(typeof(GardenProgram).Assembly);
        Assert.Equal(("10000", "Maximum size of a list in bytes."), (settings.Find("Garden:MaxListBytes")!.Default, settings.Find("Garden:MaxListBytes")!.Summary));
        var mistyped = new ConfigurationBuilder().AddInMemoryCollection([new("Garden:MaxListByte", "1"), new("Garden:MaxListBytes", "1")]).Build();
        Assert.EndsWith("Did you mean Garden:MaxListBytes?", Assert.Single(settings.Unknown(mistyped)), StringComparison.Ordinal);
        Assert.Null(SettingsCatalog.Of(typeof(EsCommand).Assembly).Find("Garden:MaxListBytes"));
    }

    [Fact]
    public async Task A_program_with_the_module_has_it_in_every_command_and_in_the_processes_that_it_starts()
    {
        await using var es = await EsProgram.CreateAsync("garden_cli", "Garden.dll");
        Assert.Matches("│ garden.beds +│ +3 │ bed_id +│ Beds and the number of their plants.", (await es.RunAsync("tables", "garden")).Succeeds().Output);
        Assert.Contains("from garden.labelled.v1: ", (await es.RunAsync("tables", "garden.beds")).Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("Plants something in a bed.", (await es.RunAsync("do", "--help")).Succeeds().Output, StringComparison.Ordinal);

        Assert.Contains("Garden:MaxListBytes", (await es.RunAsync("config")).Succeeds().Output, StringComparison.Ordinal);

        // Hints and messages have the name of the program, also those of its hosts.
        (await es.HereAsync("query", "garden.beds")).Fails(1, $"Garden up --data {es.Folder}");
        (await es.RunAsync("tabels")).Fails(2, "There is no command `Garden tabels`", "Garden --help");
        var help = (await es.RunAsync("query", "--help")).Succeeds().Output;
        Assert.Contains("Garden query", help, StringComparison.Ordinal);
        Assert.Contains("Garden projections lists them", help, StringComparison.Ordinal);
        Assert.Contains($"Garden down --data {es.Folder}", (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds().All, StringComparison.Ordinal);
        var list = Path.Combine(es.Folder, "list.txt");
        await File.WriteAllTextAsync(list, "pea\nkale\n", TestContext.Current.CancellationToken);
        (await es.HereAsync("do", "garden.lay_bed", "--bed-id", "north")).Succeeds();
        (await es.HereAsync("do", "garden.plant", "--bed-id", "south", "--name", "bean")).Fails(1, "There is no bed \"south\"");
        (await es.HereAsync("import", "garden", "list", "--bed-id", "south", list)).Fails(1, "There is no bed \"south\"");
        (await es.HereAsync("import", "garden", "list", "--bed-id", "north", list)).Succeeds();
        await EsProgram.UntilAsync(async () =>
            JsonNode.Parse((await es.HereAsync("query", "garden.beds", "--json")).Succeeds().Output)!.AsArray() is [{ } bed] && (2, 2) == ((int)bed["plants"]!, (int)bed["labels"]!), "two plants with labels");
        Assert.Contains("garden.waterings", (await es.HereAsync("status")).Succeeds().Output, StringComparison.Ordinal);
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", (string)es.Connection!["token"]!) } };
        Assert.Contains("Garden replay list", await (await http.GetAsync($"{es.Connection!["url"]}/api/garden/beds?asOf=later", TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var document = JsonNode.Parse(await http.GetStringAsync($"{es.Connection!["url"]}/openapi/v1.json", TestContext.Current.CancellationToken))!;
        Assert.Equal("Plants something in a bed.", (string?)document["paths"]!["/api/garden/beds/{bed_id}/plants"]!["post"]!["summary"]);
    }

    private async Task<JsonObject> SendAsync(string path, object body, HttpStatusCode expected, bool wait = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (wait) request.Headers.Add("Prefer", "wait=60");
        var response = await _admin.SendAsync(request);
        Assert.True(response.Has(expected), $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private Task UntilAsync(string filter, Func<JsonNode, bool> fits) =>
        EsProgram.UntilAsync(async () => await RowsAsync($"beds?{filter}") is [{ } row] && fits(row), $"the rows of {filter}");

    private async Task<JsonArray> RowsAsync(string query) => (await _admin.GetFromJsonAsync<JsonObject>($"/api/garden/{query}"))!["data"]!.AsArray();
}
