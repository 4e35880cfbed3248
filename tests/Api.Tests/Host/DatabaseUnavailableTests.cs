using System.Net;
using System.Net.Http.Json;
using EventSourced.Api.Hosting;
using EventSourced.Projections;
using EventSourced.ReadTables.Schema;
using EventSourced.Servers.Processes;
using EventSourced.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Api.Tests;

/// <summary>A database that is temporarily unavailable is distinguished from a bug in the API, and health reports it in time.</summary>
public sealed class DatabaseUnavailableTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    // Only limits a failing test: an answer that waits for the driver takes longer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("25006")]
    [InlineData("53300")]
    [InlineData("53200")]
    [InlineData("57P01")]
    [InlineData("57P03")]
    [InlineData("08006")]
    public async Task An_unavailable_database_is_a_503_with_Retry_After(string state)
    {
        world.Sender.Behaviour = _ => throw new InvalidOperationException("wrapped", new PostgresException("no", "FATAL", "FATAL", state));
        try
        {
            using var answer = await world.Admin.PostAsJsonAsync("/api/pulse/communities", new { community_id = $"away-{state.ToLowerInvariant()}", name = "Away" }, TestContext.Current.CancellationToken);
            await ApiWorld.ProblemAsync(answer, 503, "database_unavailable");
            Assert.NotNull(answer.Headers.RetryAfter);
        }
        finally
        {
            world.Sender.Behaviour = null;
        }
    }

    [Fact]
    public async Task With_a_read_only_database_queries_work_and_commands_are_answered_with_503()
    {
        await using var api = await PrivateApi.OpenAsync();
        await api.ExecuteAsync($"ALTER DATABASE \"{api.Database.Name}\" SET default_transaction_read_only = on");
        await api.ExecuteAsync("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()");
        NpgsqlConnection.ClearAllPools();

        await api.UntilAsync(async () => (await api.Admin.GetAsync("/api/pulse/exports?community_id=garden")).StatusCode == HttpStatusCode.OK);
        using var command = await api.Admin.PostAsJsonAsync("/api/pulse/communities", new { community_id = "garden", name = "Garden" }, TestContext.Current.CancellationToken);
        var (detail, _) = await ApiWorld.ProblemAsync(command, 503, "database_unavailable");
        Assert.Contains("read-only", detail, StringComparison.Ordinal);
        Assert.NotNull(command.Headers.RetryAfter);
        Assert.Contains("\"degraded\"", await api.Admin.GetStringAsync("/health", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_answers_while_the_database_is_frozen_and_recovers()
    {
        await using var api = await PrivateApi.OpenAsync();
        Assert.Equal(HttpStatusCode.OK, (await api.Admin.GetAsync("/health", TestContext.Current.CancellationToken)).StatusCode);
        api.Server.Signal(Signal.Freeze);
        try
        {
            // Several at once and one after another: checks do not accumulate.
            for (var i = 0; i < 3; i++)
            {
                var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => (n % 2 == 0 ? api.Anyone : api.Admin).GetAsync("/health", TestContext.Current.CancellationToken))).WaitAsync(s_patience, TestContext.Current.CancellationToken);
                Assert.All(answers, a => Assert.Equal(HttpStatusCode.ServiceUnavailable, a.StatusCode));
                Assert.Contains("not_ready", await answers[0].Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }
        finally
        {
            api.Server.Signal(Signal.Continue);
        }
        await api.UntilAsync(async () => (await api.Admin.GetAsync("/health")).StatusCode == HttpStatusCode.OK);
    }

    /// <summary>An API on a separate PostgreSQL server.</summary>
    private sealed class PrivateApi : IAsyncDisposable
    {
        private readonly EventSourced.Servers.RunningServers _servers;
        private readonly WebApplication _app;

        private PrivateApi(EventSourced.Servers.RunningServers servers, TestDatabase database, WebApplication app, string token)
        {
            (_servers, Database, _app) = (servers, database, app);
            Anyone = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            Admin = new HttpClient { BaseAddress = Anyone.BaseAddress, DefaultRequestHeaders = { { "Authorization", $"Bearer {token}" } } };
        }

        public TestDatabase Database { get; }

        public required PostgresProcesses Server { get; init; }

        public HttpClient Anyone { get; }

        public HttpClient Admin { get; }

        public static async Task<PrivateApi> OpenAsync()
        {
            var servers = await TestServers.StartPrivateAsync(needBroker: false, TestContext.Current.CancellationToken);
            var database = await TestDatabase.CreateAsync("away", servers.PostgresConnectionString);
            await ReadTableSchema.ApplyAsync(database.DataSource, ReadTableSet.Catalog);
            var app = ApiHost.Build(
                [$"--ConnectionStrings:Postgres={database.ConnectionString}", $"--Objects:Root={Path.Combine(servers.DataDirectory, "objects")}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory"],
                builder =>
                {
                    builder.Logging.ClearProviders();
                    builder.Services.AddSingleton<EventSourced.Commands.Bus.ICommandSender>(new RecordingSender());
                });
            var token = await ApiHost.PrepareAsync(app);
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new PrivateApi(servers, database, app, token!) { Server = await PostgresProcesses.OfAsync(database.DataSource, TestContext.Current.CancellationToken) };
        }

        public async Task ExecuteAsync(string sql)
        {
            await using var command = Database.DataSource.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        public async Task UntilAsync(Func<Task<bool>> fact)
        {
            while (!await fact()) await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            Anyone.Dispose();
            Admin.Dispose();
            await _app.DisposeAsync();
            await Database.DisposeAsync();
            await _servers.StopAsync();
            await _servers.DisposeAsync();
        }
    }
}
