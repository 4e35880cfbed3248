using EventSourced.EventStore.Settings;

namespace EventSourced.EventStore;

/// <summary>Where the log lives and how much one transaction may take.</summary>
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

    /// <summary>Schema of the log's tables, laid out as Marten lays them out.</summary>
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

    /// <summary>Key of 32 bytes (base64 in the configuration) that secrets in the database are encrypted with; without it they are stored as they are.</summary>
    [Secret]
    public byte[]? MasterKey
    {
        get => _masterKey;
        init => _masterKey = value is null or { Length: 32 } ? value : throw new ArgumentException($"The master key has {value.Length} bytes; it needs 32.", nameof(value));
    }

    /// <summary>
    /// Key of 32 bytes (base64 in the configuration) that the keys of personal data are wrapped with. Production sets it and keeps it apart from the
    /// database and its backups; null, for development, makes one once and keeps it among the secrets.
    /// </summary>
    [Secret]
    [DefaultInWords("`es up`: the key in the data folder; else a key in the database")]
    public byte[]? PersonalMasterKey
    {
        get => _personalMasterKey;
        init => _personalMasterKey = value is null or { Length: 32 } ? value : throw new ArgumentException($"The personal master key has {value.Length} bytes; it needs 32.", nameof(value));
    }

    /// <summary>Most appends that share one transaction.</summary>
    public int MaxGroupAppends { get; init; } = 512;

    /// <summary>Most bytes of event data that share one transaction; a larger append goes alone.</summary>
    public int MaxGroupBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>For how long appends are tried again while the server cannot be reached.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    private static string Identifier(string value) =>
        value.Length is > 0 and < 64 && !char.IsAsciiDigit(value[0]) && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? value
            : throw new ArgumentException($"\"{value}\" cannot name a schema: use lower-case letters, digits and underscores.", nameof(value));
}
