using System.CommandLine;
using EventSourced.Cli.Client;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Commands;

/// <summary>Options of several commands.</summary>
internal static class CommonOptions
{
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show the stack trace of an error.", Recursive = true };

    public static Option<string> Data() => new("--data")
    {
        Description = "Folder of the system: its servers, files and logs.",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataDirectory.Default,
    };

    public static ClientOptions Client() => new(
        Data(),
        new Option<string?>("--url") { Description = "Address of a remote API.", HelpName = "URL" },
        new Option<string?>("--token") { Description = "Its admin token (or the variable ES_TOKEN).", HelpName = "TOKEN" });

    /// <summary>Lets a command call the API of a system, which its options name.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">What it does. It is called when the system is found.</param>
    public static Command Calling(this Command command, Func<ParseResult, ApiClient, CancellationToken, Task> run)
    {
        var client = Client();
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = client.Connect(parsed);
            await run(parsed, api, cancellation);
        });
        return command;
    }
}

/// <summary>Options by which a client command finds the system.</summary>
internal sealed record ClientOptions(Option<string> Data, Option<string?> Url, Option<string?> Token)
{
    public void AddTo(Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Url);
        command.Options.Add(Token);
    }

    public DataDirectory Directory(ParseResult parsed) => new(parsed.GetRequiredValue(Data));

    public ApiClient Connect(ParseResult parsed)
    {
        var token = parsed.GetValue(Token) ?? CommandLineVariables.Current.Token;
        if (parsed.GetValue(Url) is { } url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw CliException.Usage($"--url is \"{url}\": use an address such as http://127.0.0.1:5080.");
            return new ApiClient(address, token ?? throw CliException.Usage("--url needs --token (or the variable ES_TOKEN)."));
        }
        var connection = Directory(parsed).ReadConnection()
            ?? throw Directory(parsed).NotRunning("or name another folder with --data, or an address with --url and --token");
        return new ApiClient(new Uri(connection.Url), token ?? connection.Token);
    }
}
