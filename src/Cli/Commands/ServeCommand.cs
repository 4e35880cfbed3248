using System.CommandLine;
using EventSourced.Api.Hosting;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.Commands.Modules;
using EventSourced.Workers.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Cli.Commands;

/// <summary><c>es serve api|workers|all</c>: runs a host in this process. <c>es up</c> starts it, or an operator who runs the parts on separate machines.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    private const string AnySetting = "--SECTION:NAME=VALUE";

    public static Command Create(Screen screen, ModuleCatalog modules)
    {
        var role = new Argument<string>("HOST") { Description = "api, workers, or all for both in one process." };
        role.AcceptOnlyFromAmong(Hosts.Api, Hosts.Workers, Hosts.All);
        var bind = new Option<string?>("--bind")
        {
            Description = "Address to listen on: host:port, or a URL such as http://0.0.0.0:5080. By default the API uses http://localhost:5000 (or ASPNETCORE_URLS), and workers do not listen.",
            HelpName = "ADDRESS",
        };
        var command = new Command(Name, $"Run API or workers in this process, until Ctrl-C. Settings come from the environment (Bus__Uri=…) or as {AnySetting}: docs/configuration.md lists them, `{Hint.Es("config --serve HOST")}` shows their values here.")
        {
            role, bind,
        };
        // Settings are parsed by the hosts.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => RunAsync(screen, modules, parsed.GetRequiredValue(role), Address(parsed.GetValue(bind)), Settings(parsed)));
        return command;
    }

    /// <summary>The arguments that are settings.</summary>
    public static string[] Settings(ParseResult parsed)
    {
        string? open = null;
        foreach (var word in parsed.UnmatchedTokens)
        {
            var isName = word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2;
            if (isName == open is not null) throw NoSetting(open ?? word);
            open = isName && !word.Contains('=', StringComparison.Ordinal) ? word : null;
        }
        if (open is not null) throw NoSetting(open);
        CliException NoSetting(string word) =>
            CliException.Usage($"\"{word}\" is not a setting: use {AnySetting}, such as --Bus:Transport=memory. See: {Faults.Help(parsed)}");
        return [.. parsed.UnmatchedTokens];
    }

    private static async Task<int> RunAsync(Screen screen, ModuleCatalog modules, string role, string? address, string[] settings)
    {
        modules.Check();
        string[] args = address is null ? settings : [.. settings, $"--{(role == Hosts.Workers ? "Workers:Url" : "urls")}={address}"];
        IHost host = role switch
        {
            Hosts.Api => ApiHost.Build(args, builder => builder.Services.AddSingleton(modules)),
            Hosts.Workers => WorkerHost.Build(args, services => services.AddSingleton(modules)),
            _ => ApiHost.Build(args, builder => builder.Services.AddSingleton(modules).AddWorkers(builder.Configuration)),
        };
        await HostRunner.RunAsync(host, screen.Error);
        // Set by a host that stopped itself because of an error.
        if (Environment.ExitCode != 0) screen.Error($"The host stopped because of an error (exit code {Environment.ExitCode}); see its log above.");
        return Environment.ExitCode;
    }

    private static string? Address(string? bind)
    {
        if (bind is null) return null;
        var address = bind.Contains("://", StringComparison.Ordinal) ? bind : $"http://{bind}";
        // Kestrel accepts * and + as hosts, which are not valid in a URI.
        return Uri.TryCreate(address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/"
            ? address
            : throw CliException.Usage($"--bind is \"{bind}\": use host:port, such as 0.0.0.0:5080, or an address such as http://0.0.0.0:5080.");
    }
}
