using System.Security.Cryptography;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Cli.Running;

/// <summary>
/// The master key of personal data: a file in the data folder, so that access to the database or its backup does not include it. A key that an older version stored
/// in the database is moved to the file. <c>EventStore__PersonalMasterKey</c> in the environment takes precedence.
/// </summary>
internal static class MasterKey
{
    public const string FileName = "personal-master-key";
    public const string Setting = "EventStore__PersonalMasterKey";
    private const string KeptAs = "personal/master";

    /// <summary>Adds the key to the settings of the hosts.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AddToAsync(
        IReadOnlyDictionary<string, string> settings, DataDirectory directory, string owner, Action<string> log, CancellationToken cancellation)
    {
        if (settings.ContainsKey(Setting) || Environment.GetEnvironmentVariable(Setting) is { Length: > 0 }) return settings;
        await using var source = NpgsqlDataSource.Create(owner);
        var file = directory.MasterKeyFile;
        var secrets = new PostgresSecretStore(source, new EventStoreOptions());
        var (kept, used) = await LookAsync(source, secrets, cancellation);
        var key = Read(file);
        if (key is null)
        {
            if (kept is null && used)
                throw new CliException($"{file} is missing, and the database has keys that are encrypted with it. Restore the file from your backup, or set {Setting} to the key.");
            key = kept ?? RandomNumberGenerator.GetBytes(32);
            Write(file, key);
        }
        if (kept is not null)
        {
            if (!kept.AsSpan().SequenceEqual(key)) throw new CliException($"{file} is not the key of this database (es.secrets, {KeptAs}). Restore the right file, or move it away so that the database's key is used.");
            // The file was written and verified first, so that the key is never lost.
            await secrets.DestroyAsync(KeptAs, cancellation);
            await using var vacuum = source.CreateCommand("VACUUM (FULL) es.secrets");
            await vacuum.ExecuteNonQueryAsync(cancellation);
            log($"the master key of personal data was moved from the database to {file}: keep a copy of it separate from the backups of the database");
        }
        return new Dictionary<string, string>(settings) { [Setting] = Convert.ToBase64String(key) };
    }

    /// <summary>The key in the database, if any, and whether anything was encrypted with a master key.</summary>
    private static async Task<(byte[]? Kept, bool Used)> LookAsync(NpgsqlDataSource source, PostgresSecretStore secrets, CancellationToken cancellation)
    {
        await using var tables = source.CreateCommand("SELECT to_regclass('es.secrets') IS NOT NULL AND to_regclass('es.personal_keys') IS NOT NULL");
        if (await tables.ExecuteScalarAsync(cancellation) is not true) return (null, false);
        await using var keys = source.CreateCommand("SELECT EXISTS (SELECT FROM es.personal_keys WHERE wrapped IS NOT NULL)");
        var used = await keys.ExecuteScalarAsync(cancellation) is true;
        return (await secrets.FindAsync(KeptAs, cancellation), used);
    }

    private static byte[]? Read(string file)
    {
        if (!File.Exists(file)) return null;
        try
        {
            if (Convert.FromBase64String(File.ReadAllText(file).Trim()) is { Length: 32 } key) return key;
        }
        catch (FormatException)
        {
            // Reported below, like a wrong length.
        }
        throw new CliException($"{file} does not contain a key (base64 of 32 bytes). Restore the file from your backup.");
    }

    private static void Write(string file, byte[] key)
    {
        var staged = file + ".new";
        File.Delete(staged);
        using (var stream = new FileStream(staged, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }.Private()))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
            stream.Flush(flushToDisk: true);
        }
        File.Move(staged, file);
        if (!Read(file)!.AsSpan().SequenceEqual(key)) throw new CliException($"{file} was not written correctly. Check the disk.");
    }
}
