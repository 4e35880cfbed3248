using System.Text.Json;
using EventSourced.EventStore;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;

namespace EventSourced.Servers.State;

/// <summary>The folder with all files of one set of servers, its lock and its state.</summary>
internal sealed class DataFolder
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };
    private readonly Lock _saving = new();

    public DataFolder(string path)
    {
        DataFolderModes.Create(path);
        Root = Native.RealPath(path);
        Logs = Path.Combine(Root, "logs");
        PrivateFiles.CreateFolder(Logs);
        Secrets = new Secrets(Path.Combine(Root, "secrets"));
    }

    public string Root { get; }

    public string Logs { get; }

    public Secrets Secrets { get; }

    private string StateFile => Path.Combine(Root, "servers.json");

    /// <summary>Waits until no other process starts or stops servers here.</summary>
    public async Task<IDisposable> LockAsync(TimeSpan limit, Action<string> log, CancellationToken cancellation)
    {
        var path = Path.Combine(Root, "servers.lock");
        FileStream? held = null;
        var isLogged = false;
        bool TryTake()
        {
            try
            {
                held = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None }.Private());
                return true;
            }
            catch (IOException e) when (!DiskSpace.IsCauseOf(e) && e is not DirectoryNotFoundException)
            {
                if (!isLogged) log($"waiting for another start or stop in {Root}");
                isLogged = true;
                return false;
            }
        }

        if (!await Waiting.UntilAsync(TryTake, limit, cancellation))
            throw new ServerSetupException($"{path} has been locked by another process for {limit.TotalSeconds:N0} s. Check which process starts or stops servers there, and try again.");
        return held!;
    }

    /// <summary>The stored state; an unreadable file is ignored, because the processes can also be found without it.</summary>
    public ServerState Load(Action<string> log)
    {
        if (!File.Exists(StateFile)) return new();
        try
        {
            return JsonSerializer.Deserialize<ServerState>(File.ReadAllText(StateFile), Json) ?? new();
        }
        catch (JsonException e)
        {
            log($"{StateFile} is not readable ({e.Message}): it is overwritten");
            return new();
        }
    }

    public void Change(ServerState state, Action<ServerState> change)
    {
        lock (_saving)
        {
            change(state);
            Secrets.Write(StateFile, JsonSerializer.Serialize(state, Json));
        }
    }
}
