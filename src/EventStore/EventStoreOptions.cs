using EventSourced.EventStore.Settings;

namespace EventSourced.EventStore;

/// <summary>Location of the log and limits of its transactions.</summary>
[SettingsSection("EventStore", SettingsReaders.Hosts)]
public sealed record EventStoreOptions
{
    private readonly string _logSchema = "log";
    private readonly string _stateSchema = "es";
    private readonly byte[]? _masterKey;
    private readonly byte[]? _personalMasterKey;

    /// <summary>Login of the log; without it, ConnectionStrings:Postgres is used.</summary>
    [HoldsPassword]
    [DefaultInWords("ConnectionStrings:Postgres")]
    public string? ConnectionString { get; init; }

    /// <summary>Schema of the log's tables, which have Marten's layout.</summary>
    public string LogSchema
    {
        get => _logSchema;
        init => _logSchema = Identifier(value);
    }

    /// <summary>Schema of the system's own state: outcomes of commands, secrets.</summary>
    public string StateSchema
    {
        get => _stateSchema;
        init => _stateSchema = Identifier(value);
    }

    /// <summary>Folder of the object store.</summary>
    public string ObjectFolder { get; init; } = "objects";

    /// <summary>Key of 32 bytes (base64 in the configuration) that encrypts the secrets in the database; without it they are stored unencrypted.</summary>
    [Secret]
    public byte[]? MasterKey
    {
        get => _masterKey;
        init => _masterKey = value is null or { Length: 32 } ? value : throw new ArgumentException($"The master key has {value.Length} bytes; it needs 32.", nameof(value));
    }

    /// <summary>
    /// Key of 32 bytes (base64 in the configuration) that the keys of personal data are wrapped with. Set it in production and keep it apart from the
    /// database and its backups. Without it, for development, a key is created once and stored with the secrets.
    /// </summary>
    [Secret]
    [DefaultInWords("`es up`: the key in the data folder; else a key in the database")]
    public byte[]? PersonalMasterKey
    {
        get => _personalMasterKey;
        init => _personalMasterKey = value is null or { Length: 32 } ? value : throw new ArgumentException($"The personal master key has {value.Length} bytes; it needs 32.", nameof(value));
    }

    /// <summary>Largest number of appends in one transaction.</summary>
    public int MaxGroupAppends { get; init; } = 512;

    /// <summary>Largest size of the event data in one transaction, in bytes; a larger append has a transaction of its own.</summary>
    public int MaxGroupBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long appends are retried while the server cannot be reached.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    private static string Identifier(string value) =>
        value.Length is > 0 and < 64 && !char.IsAsciiDigit(value[0]) && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? value
            : throw new ArgumentException($"\"{value}\" is not a valid schema name: use lower-case letters, digits and underscores.", nameof(value));
}
