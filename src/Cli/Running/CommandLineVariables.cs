using EventSourced.EventStore.Settings;
using EventSourced.Servers;
using EventSourced.Servers.Processes;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Cli.Running;

/// <summary>Environment variables of the command <c>es</c>.</summary>
[SettingsSection("", SettingsReaders.CommandLine)]
internal sealed class CommandLineVariables
{
    /// <summary>Name of the variable <see cref="Program"/>.</summary>
    public const string ProgramVariable = "ES_PROGRAM";

    /// <summary>Folder of the system, instead of <c>--data</c>.</summary>
    [ConfigurationKeyName("ES_DATA")]
    [DefaultInWords(".es beside the solution, else in the working directory")]
    public string? Data { get; set; }

    /// <summary>Admin token for <c>--url</c>, instead of <c>--token</c>.</summary>
    [ConfigurationKeyName("ES_TOKEN")]
    [Secret]
    public string? Token { get; set; }

    /// <summary>PostgreSQL that `es up` uses instead of a private one: Npgsql's form, a URI (<c>postgresql://…</c>) or libpq's form.</summary>
    [ConfigurationKeyName(ServerVariables.Postgres)]
    [HoldsPassword]
    public string? Postgres { get; set; }

    /// <summary>The same database with a login of fewer privileges, for the API.</summary>
    [ConfigurationKeyName(ServerVariables.PostgresApi)]
    [HoldsPassword]
    [DefaultInWords(ServerVariables.Postgres)]
    public string? PostgresApi { get; set; }

    /// <summary>The same database with a read-only login, for people's SQL.</summary>
    [ConfigurationKeyName(ServerVariables.PostgresReader)]
    [HoldsPassword]
    [DefaultInWords(ServerVariables.Postgres)]
    public string? PostgresReader { get; set; }

    /// <summary>RabbitMQ that `es up` uses instead of a private one: <c>amqp://user:password@host:5672/vhost</c>.</summary>
    [ConfigurationKeyName(ServerVariables.RabbitMq)]
    [HoldsPassword]
    public string? RabbitMq { get; set; }

    /// <summary>Management API of that RabbitMQ; user and password are those of the AMQP address unless it has its own.</summary>
    [ConfigurationKeyName(ServerVariables.RabbitMqManagement)]
    [HoldsPassword]
    public string? RabbitMqManagement { get; set; }

    /// <summary>Account of API, workers and RabbitMQ when root starts them; <c>root</c> runs everything as root.</summary>
    [ConfigurationKeyName(ServiceAccount.Variable)]
    public string Account { get; set; } = ServiceAccount.DefaultName;

    /// <summary>Folder of shared test data, for `es test`.</summary>
    [ConfigurationKeyName("ES_SHARED_DATA")]
    [DefaultInWords("../shared/data beside the checkout")]
    public string? SharedData { get; set; }

    /// <summary>The command as it was typed, for suggested commands; `./es` sets it.</summary>
    [ConfigurationKeyName(ProgramVariable)]
    [DefaultInWords("es")]
    public string? Program { get; set; }

    /// <summary>If not empty, the output has no colours.</summary>
    [ConfigurationKeyName("NO_COLOR")]
    public string? NoColor { get; set; }

    /// <summary>Width of output that is not a terminal, at least 60.</summary>
    [ConfigurationKeyName("COLUMNS")]
    [DefaultInWords("100")]
    public string? Columns { get; set; }

    /// <summary>The variables of this process.</summary>
    public static CommandLineVariables Current => new ConfigurationBuilder().AddEnvironmentVariables().Build().Read<CommandLineVariables>();
}
