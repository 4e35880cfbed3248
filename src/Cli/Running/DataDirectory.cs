using System.Text.Json;
using EventSourced.EventStore;
using EventSourced.Servers.State;

namespace EventSourced.Cli.Running;

/// <summary>The folder of one system: the data of its servers, its logs, and its addresses.</summary>
internal sealed class DataDirectory
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public DataDirectory(string path) => Root = Path.GetFullPath(path);

    /// <summary><c>.es</c> beside the solution, else in the working directory; the variable ES_DATA names another.</summary>
    public static string Default { get; } = CommandLineVariables.Current.Data is { Length: > 0 } named
        ? named
        : Path.Combine(Repository.Root ?? Directory.GetCurrentDirectory(), ".es");

    public string Root { get; }

    public string Logs => Path.Combine(Root, "logs");

    public string Objects => Path.Combine(Root, "objects");

    /// <summary>Temporary files of the hosts, where other users cannot read or create them.</summary>
    public string Temp => Path.Combine(Root, "tmp");

    public string Secrets => Path.Combine(Root, "secrets");

    public string ConnectionFile => Path.Combine(Root, "connection.json");

    /// <summary>Whether a system was started in it.</summary>
    public bool IsSystemFolder => File.Exists(StateFile);

    private string OperatorFile => Path.Combine(Root, "operator.json");

    private string TokenFile => Path.Combine(Root, "admin-token");

    private string StateFile => Path.Combine(Root, "system.json");

    /// <summary>Whether the folder has a private PostgreSQL.</summary>
    public bool HasPostgres => Directory.Exists(Path.Combine(Root, "postgres")) || File.Exists(Path.Combine(Root, "postgres.location"));

    /// <summary>The master key of personal data.</summary>
    public string MasterKeyFile => Path.Combine(Secrets, MasterKey.FileName);

    public string? ReadMasterKey() => File.Exists(MasterKeyFile) ? File.ReadAllText(MasterKeyFile) : null;

    /// <summary>Writes the key back into an empty folder.</summary>
    public void WriteMasterKey(string key)
    {
        PrivateFiles.CreateFolder(Secrets);
        PrivateFiles.Replace(MasterKeyFile, key);
    }

    /// <summary>How to reach the system; null while it is not ready.</summary>
    public Connection? ReadConnection() => Read<Connection>(ConnectionFile);

    public void WriteConnection(Connection connection) => PrivateFiles.Replace(ConnectionFile, JsonSerializer.Serialize(connection, s_json));

    /// <summary>The operator's access to the database; null while the system is not ready.</summary>
    public OperatorAccess? ReadOperator() => Read<OperatorAccess>(OperatorFile);

    public void WriteOperator(OperatorAccess access) => PrivateFiles.Replace(OperatorFile, JsonSerializer.Serialize(access, s_json));

    public void DeleteConnection()
    {
        File.Delete(ConnectionFile);
        File.Delete(OperatorFile);
    }

    /// <summary>The admin token of this folder; kept when the system stops.</summary>
    public string? ReadToken() => File.Exists(TokenFile) ? File.ReadAllText(TokenFile).Trim() : null;

    public void WriteToken(string token) => PrivateFiles.Replace(TokenFile, token + "\n");

    /// <summary>The processes of the last start; empty when the file is unreadable.</summary>
    public SystemState ReadState() => Read<SystemState>(StateFile) ?? new SystemState();

    public void WriteState(SystemState state) => PrivateFiles.Replace(StateFile, JsonSerializer.Serialize(state, s_json));

    /// <summary>Waits until no other process starts or stops the system of this folder.</summary>
    public async Task<IDisposable> LockAsync(Action<string> log, CancellationToken cancellation)
    {
        Create();
        var path = Path.Combine(Root, "system.lock");
        FileStream? held = null;
        var isLogged = false;
        var taken = await Until.TrueAsync(() =>
        {
            try
            {
                held = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None }.Private());
                return true;
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!isLogged) log($"waiting for another start or stop in {Root}");
                isLogged = true;
                return false;
            }
        }, TimeSpan.FromMinutes(4), cancellation);
        return taken ? held! : throw new CliException($"{path} has been locked by another process for 4 minutes. Check which process starts or stops the system there, and try again.");
    }

    public void Create()
    {
        DataFolderModes.Create(Root);
        foreach (var folder in (string[])[Logs, Objects, Temp, Secrets]) PrivateFiles.CreateFolder(folder);
    }

    /// <summary>The error of a command that needs a running system.</summary>
    /// <param name="instead">What to do instead of starting it.</param>
    public CliException NotRunning(string instead = "or name another folder with --data") => new($"Nothing runs in {Root}: start it with `{Parsing.Hint.Es("up")}`, {instead}.");

    private static T? Read<T>(string path) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path), s_json) : null;
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>How to reach a system that is ready: <c>connection.json</c>.</summary>
/// <param name="Url">Address of the API.</param>
/// <param name="Token">An admin token.</param>
/// <param name="Postgres">Connection string of the read-only login, in Npgsql's form.</param>
/// <param name="Rabbitmq">AMQP address; null with the memory transport.</param>
/// <param name="RabbitmqManagement">Address of the broker's management API, if it has one.</param>
/// <param name="PostgresUri"><paramref name="Postgres"/> as a URI, for psql and other programs that use libpq.</param>
internal sealed record Connection(string Url, string Token, string Postgres, string? Rabbitmq, string? RabbitmqManagement, string? PostgresUri = null);

/// <summary>The operator's access to the database: <c>operator.json</c>. Not for clients.</summary>
/// <param name="PostgresAdmin">The login that may create logins.</param>
/// <param name="PostgresOwner">The login that owns the tables.</param>
internal sealed record OperatorAccess(string PostgresAdmin, string PostgresOwner);
