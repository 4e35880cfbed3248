using System.Security.Cryptography;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Cli.Running;

/// <summary>
/// The master key of personal data of a system that is started here: a file of the data folder, so that whoever has the database or its backup does not have
/// it. A key that an older version kept in the database is moved to the file. <c>EventStore__PersonalMasterKey</c> in the environment goes before.
/// </summary>
internal static class MasterKey
{
    public const string FileName = "personal-master-key";
    public const string Setting = "EventStore__PersonalMasterKey";
    private const string KeptAs = "personal/master";

    /// <summary>The settings of the hosts, with the key.</summary>
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
                throw new CliException($"{file} is missing, and the database holds keys that it is needed for. Put the file back from your backup, or set {Setting} to the key.");
            key = kept ?? RandomNumberGenerator.GetBytes(32);
            Write(file, key);
        }
        if (kept is not null)
        {
            if (!kept.AsSpan().SequenceEqual(key)) throw new CliException($"{file} is not the key that this database was used with (es.secrets, {KeptAs}). Put the right file back, or move it away so that the database's key is used.");
            // Written to disk before, and read again, so that no moment is without the key.
            await secrets.DestroyAsync(KeptAs, cancellation);
            await using var vacuum = source.CreateCommand("VACUUM (FULL) es.secrets");
            await vacuum.ExecuteNonQueryAsync(cancellation);
            log($"the master key of personal data was moved from the database to {file}: keep a copy of it apart from the backups of the database");
        }
        return new Dictionary<string, string>(settings) { [Setting] = Convert.ToBase64String(key) };
    }

    /// <summary>The key in the database, if one is there, and whether anything was encrypted under a master key.</summary>
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
            // As if it had another length.
        }
        throw new CliException($"{file} does not hold a key (base64 of 32 bytes). Put the file back from your backup.");
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
        if (!Read(file)!.AsSpan().SequenceEqual(key)) throw new CliException($"{file} was not written as it should be. Check the disk.");
    }
}
