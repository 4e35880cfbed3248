using System.CommandLine;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Commands;

/// <summary>Options of the commands that start a system.</summary>
internal sealed record SystemCommandOptions(Option<string> Data, Option<int?> Port, Option<string> Transport)
{
    public static SystemCommandOptions Create()
    {
        var transport = new Option<string>("--transport")
        {
            Description = "rabbitmq, or memory for one process without a broker (queued messages are lost when it ends).",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("Bus__Transport") is { Length: > 0 } set ? set.ToLowerInvariant() : SystemOptions.RabbitMq,
        };
        transport.AcceptOnlyFromAmong(SystemOptions.RabbitMq, SystemOptions.Memory);
        var port = new Option<int?>("--port") { Description = $"Port of the API on 127.0.0.1; 0 for any free one. Default: the last one, or {SystemOptions.DefaultPort}.", HelpName = "N" };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value is < 0 or > 65535) result.AddError($"--port is {value}: use 0 to 65535.");
        });
        return new SystemCommandOptions(CommonOptions.Data(), port, transport);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Port);
        command.Options.Add(Transport);
    }

    public DataDirectory Directory(ParseResult parsed) => new(parsed.GetRequiredValue(Data));

    public SystemOptions Read(ParseResult parsed) => new() { Port = parsed.GetValue(Port), Transport = parsed.GetRequiredValue(Transport) };
}
