using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using EventSourced.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace EventSourced.Servers.Tests;

/// <summary>Which servers a test run uses. Each test runs the program that starts them for all test projects.</summary>
public sealed class TestContainersTests
{
    [Fact]
    public async Task Configured_servers_take_precedence_over_containers()
    {
        var (postgres, rabbitMq) = (await TestServers.PostgresAsync(), await TestServers.BrokerAsync());

        var run = await HoldAsync(new()
        {
            [ServerVariables.Postgres] = postgres,
            [ServerVariables.RabbitMq] = rabbitMq.AbsoluteUri,
            [TestContainers.Choice] = TestContainers.Containers,
            ["DOCKER_HOST"] = Nowhere(),
        });

        Assert.Equal(0, run.ExitCode);
        var given = JsonSerializer.Deserialize<Dictionary<string, string>>(run.StandardOutput)!;
        Assert.Equal(new NpgsqlConnectionStringBuilder(postgres).Port, new NpgsqlConnectionStringBuilder(given[ServerVariables.Postgres]).Port);
        Assert.Equal(rabbitMq.AbsoluteUri, given[ServerVariables.RabbitMq]);
        // The test projects are informed, so that tests which need installed servers are skipped there as well.
        Assert.Equal(TestContainers.Containers, given[TestContainers.Choice]);
    }

    [Fact]
    public async Task Requested_containers_without_an_engine_are_an_error()
    {
        var run = await HoldAsync(new() { [TestContainers.Choice] = TestContainers.Containers, ["DOCKER_HOST"] = Nowhere() });

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no container engine answers", run.StandardError, StringComparison.Ordinal);
        Assert.Contains("DOCKER_HOST", run.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_choice_is_refused()
    {
        var run = await HoldAsync(new() { [TestContainers.Choice] = "docker" });

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{TestContainers.Choice} is \"docker\": use containers or installed", run.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_without_the_image_falls_back_to_the_installed_servers_with_a_message()
    {
        await TestServers.NeedInstalledAsync();
        var socket = Path.Combine(Directory.CreateTempSubdirectory("es-engine-").FullName, "engine.sock");
        await using var engine = await EmptyEngineAsync(socket);

        var run = await HoldAsync(new()
        {
            [ServerVariables.RabbitMq] = (await TestServers.BrokerAsync()).AbsoluteUri,
            ["DOCKER_HOST"] = $"unix://{socket}",
            ["TESTCONTAINERS_RYUK_DISABLED"] = "true",
        });

        Assert.True(run.ExitCode == 0, run.StandardError);
        Assert.Contains("has no image postgres:17 and cannot pull it", run.StandardError, StringComparison.Ordinal);
        var given = JsonSerializer.Deserialize<Dictionary<string, string>>(run.StandardOutput)!;
        Assert.Equal(TestContainers.Installed, given[TestContainers.Choice]);
        Assert.Contains("Username=eventsourced", given[ServerVariables.Postgres], StringComparison.Ordinal);
    }

    private static string Nowhere() => $"unix://{Path.GetTempPath()}{Guid.NewGuid():N}.sock";

    /// <summary>Answers like a container engine that has no images and reaches no registry.</summary>
    private static async Task<WebApplication> EmptyEngineAsync(string socket)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        var engine = builder.Build();
        engine.Run(async context =>
        {
            var path = context.Request.Path.Value!;
            if (path.EndsWith("/_ping", StringComparison.Ordinal)) await context.Response.WriteAsync("OK");
            else if (path.EndsWith("/version", StringComparison.Ordinal) || path.EndsWith("/info", StringComparison.Ordinal)) await context.Response.WriteAsJsonAsync(new { ApiVersion = "1.41" });
            else
            {
                context.Response.StatusCode = 404;
                await context.Response.WriteAsJsonAsync(new { message = "no such image" });
            }
        });
        await engine.StartAsync();
        return engine;
    }

    private static async Task<BufferedCommandResult> HoldAsync(Dictionary<string, string?> variables)
    {
        foreach (var name in new[] { ServerVariables.Postgres, ServerVariables.RabbitMq, ServerVariables.RabbitMqManagement, TestContainers.Choice, TestContainers.PostgresImage, TestContainers.RabbitMqImage })
            variables.TryAdd(name, null);
        return await CliWrap.Cli.Wrap("dotnet").WithArguments([Path.Combine(AppContext.BaseDirectory, "EventSourced.Testing.dll")])
            .WithEnvironmentVariables(variables).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }
}
