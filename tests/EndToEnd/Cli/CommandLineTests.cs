using EventSourced.Cli;
using EventSourced.Cli.Commands;

namespace EventSourced.EndToEnd.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Without_a_command_the_help_is_shown()
    {
        await using var es = await EsProgram.CreateAsync("help");
        var run = (await es.RunAsync()).Succeeds();
        foreach (var command in new[] { "demo", "up", "down", "status", "import", "query", "explain", "effects", "events", "projections", "token", "test", "serve" }) Assert.Contains($"  {command}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("up", "--transport", "pigeon")]
    [InlineData("up", "--port", "70000")]
    [InlineData("import", "pulse", "export", "--community-id", "c")]
    public async Task Invalid_arguments_are_refused(params string[] arguments)
    {
        await using var es = await EsProgram.CreateAsync("refused");
        (await es.RunAsync(arguments)).Fails(2, "error: ", "--help");
    }

    [Fact]
    public async Task The_error_of_a_client_command_without_a_system_explains_how_to_start_one()
    {
        await using var es = await EsProgram.CreateAsync("none");
        (await es.HereAsync("query", "pulse.exports")).Fails(1, es.Folder, "es up", "--data");
        Assert.Contains("es up", (await es.HereAsync("status")).Output, StringComparison.Ordinal);
        (await es.HereAsync("down")).Succeeds();
    }

    [Fact]
    public async Task Suggested_commands_name_the_program_as_it_was_typed()
    {
        await using var es = await EsProgram.CreateAsync("typed");
        es.Variables["ES_PROGRAM"] = "./es";
        (await es.HereAsync("query", "pulse.exports")).Fails(1, $"./es up --data {es.Folder}");
    }

    [Fact]
    public void A_faulty_declaration_is_reported_like_another_error()
    {
        // Catalogs are made by static members, whose exceptions hide the cause.
        var (message, code) = EsCommand.Explain(new TypeInitializationException("Catalog", new TypeInitializationException("Events", new CliException("2 faults"))));
        Assert.Equal(("2 faults", 1), (message, code));
    }

    [Fact]
    public async Task An_address_needs_a_token()
    {
        await using var es = await EsProgram.CreateAsync("token");
        (await es.RunAsync("query", "pulse.exports", "--url", "http://127.0.0.1:1")).Fails(2, "--token");
        (await es.RunAsync("query", "pulse.exports", "--url", "http://127.0.0.1:1", "--token", "x")).Fails(1, "http://127.0.0.1:1", "es up");
    }
}
