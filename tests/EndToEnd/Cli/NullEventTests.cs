using EventSourced.Api.Hosting;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.ReadTables.Schema;
using EventSourced.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventSourced.EndToEnd.Cli;

/// <summary>Every command that prints events can print an event whose data is a JSON null, which a third-party tool may write.</summary>
public sealed class NullEventTests
{
    private static readonly (string Printed, string[] Arguments)[] s_commands =
    [
        ("pulse.community_created.v1", ["events", "--stream", "pulse/community/odd"]),
        ("\"data\":null", ["events", "--stream", "pulse/community/odd", "--json"]),
        ("pulse.community_created.v1", ["events", "--from", "1"]),
        ("\"data\":null", ["events", "--from", "1", "--json"]),
        ("pulse.community_created.v1", ["effects", "1"]),
        ("\"data\": null", ["effects", "1", "--json"]),
    ];

    [Fact]
    public async Task A_null_event_is_printed()
    {
        await using var es = await EsProgram.CreateAsync("null-event");
        await using var database = await TestDatabase.CreateAsync("null_event");
        await ReadTableSchema.ApplyAsync(database.DataSource, ReadTableSet.Catalog);
        await using var api = ApiHost.Build(
            [$"--ConnectionStrings:Postgres={database.ConnectionString}", $"--Objects:Root={es.Folder}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory"], builder => builder.Logging.ClearProviders());
        var token = await ApiHost.PrepareAsync(api, TestContext.Current.CancellationToken);
        await api.StartAsync(TestContext.Current.CancellationToken);
        await api.Services.GetRequiredService<IEventStore>().AppendAsync(new Append(
            [new StreamAppend("pulse/community/odd", ExpectedVersion.Any, [new CommunityCreated("odd", "Odd", "", 1)])], new EventMetadata(Guid.NewGuid(), "test", DateTimeOffset.UtcNow)), TestContext.Current.CancellationToken);
        await using (var spoil = database.DataSource.CreateCommand("UPDATE log.mt_events SET data = 'null'")) await spoil.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        foreach (var (printed, arguments) in s_commands)
            Assert.Contains(printed, (await es.RunAsync([.. arguments, "--url", api.Urls.Single(), "--token", token!])).Succeeds().Output, StringComparison.Ordinal);
    }
}
