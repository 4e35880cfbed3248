using System.Text.Json;
using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Parsing;
using EventSourced.EventStore;

namespace EventSourced.Cli.Fastest.SignIn;

/// <summary>A session of the user.</summary>
/// <param name="Token">Its secret.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record StoredSession(string Token, DateTimeOffset ExpiresAt);

/// <summary>The sessions of the user, by address of the API.</summary>
/// <param name="Last">Address of the last sign-in.</param>
/// <param name="All">The sessions.</param>
internal sealed record StoredSessions(string? Last, IReadOnlyDictionary<string, StoredSession> All)
{
    public StoredSession? Of(Uri api) => All.GetValueOrDefault(api.AbsoluteUri);

    public StoredSessions With(Uri api, StoredSession session) => new(api.AbsoluteUri, new Dictionary<string, StoredSession>(All) { [api.AbsoluteUri] = session });
}

/// <summary>
/// The file of the sessions, in the user's folder of configurations and readable only for the user. It is never in a working copy: a push would upload it.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class SessionFile(string path)
{
    /// <summary>That of the user: below XDG_CONFIG_HOME, which is ~/.config by default.</summary>
    public static SessionFile OfUser =>
        new(System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "eventsourced", "fst-sessions.json"));

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Reads it.</summary>
    /// <exception cref="CliException">It is damaged.</exception>
    public StoredSessions Read()
    {
        try
        {
            return File.Exists(Path) && JsonSerializer.Deserialize<StoredSessions>(File.ReadAllText(Path), FolderJson.Default.Options) is { All: not null } sessions ? sessions : new(null, new Dictionary<string, StoredSession>());
        }
        catch (JsonException e)
        {
            throw new CliException($"{Path} is damaged: {e.Message} Delete it, then sign in again with: {Hint.Es("fst login")}", e);
        }
    }

    /// <summary>Adds or replaces a session.</summary>
    public void Keep(Uri api, StoredSession session)
    {
        PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
        PrivateFiles.Replace(Path, JsonSerializer.Serialize(Read().With(api, session), FolderJson.Default.Options));
    }
}
