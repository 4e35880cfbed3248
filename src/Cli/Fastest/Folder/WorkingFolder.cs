using System.Text.Json;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Fastest.Folders;
using EventSourced.EventStore;

namespace EventSourced.Cli.Fastest.Folder;

/// <summary>Which workspace a folder is: <c>.fst/config.json</c>. It has no secret.</summary>
/// <param name="Api">Address of the API.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
internal sealed record FolderConfig(string Api, string ProjectId, string WorkspaceId);

/// <summary>The snapshot that the files of a folder are based on: <c>.fst/base.json</c>.</summary>
/// <param name="SnapshotId">The snapshot; null before the first one.</param>
/// <param name="ManifestHash">Its manifest; null before the first one.</param>
internal sealed record FolderBase(string? SnapshotId, string? ManifestHash);

/// <summary>A folder that is a workspace. The client's own files are in <c>.fst</c>, which no scan sees.</summary>
internal sealed class WorkingFolder
{
    /// <summary>Path of the configuration in a folder.</summary>
    public const string ConfigName = IgnoreRules.OwnFolder + "/config.json";

    private WorkingFolder(string root, FolderConfig config) => (Root, Config) = (root, config);

    /// <summary>The folder.</summary>
    public string Root { get; }

    public FolderConfig Config { get; }

    /// <summary>What the files are based on.</summary>
    public FolderBase Base => Read<FolderBase>(BaseFile) ?? new(null, null);

    private string BaseFile => OwnFile("base.json");

    /// <summary>The workspace that the command runs in.</summary>
    /// <exception cref="CliException">It runs in none.</exception>
    public static WorkingFolder Here() => Find(Directory.GetCurrentDirectory())
        ?? throw new CliException($"{Directory.GetCurrentDirectory()} is not in a workspace. Run this in its top folder: {Hint.Es("fst init")}");

    /// <summary>The workspace of a folder or of one above it, or null.</summary>
    /// <exception cref="CliException">Its configuration is damaged.</exception>
    public static WorkingFolder? Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (Read<FolderConfig>(Path.Combine(at.FullName, ConfigName)) is not { } config) continue;
            return config is { Api: not null, ProjectId: not null, WorkspaceId: not null } ? new(at.FullName, config)
                : throw new CliException($"{Path.Combine(at.FullName, ConfigName)} lacks api, project_id or workspace_id. Delete the file, then run: {Hint.Es("fst init")}");
        }
        return null;
    }

    /// <summary>Makes a folder a workspace.</summary>
    public static WorkingFolder Create(string root, FolderConfig config, FolderBase start)
    {
        var folder = new WorkingFolder(root, config);
        Directory.CreateDirectory(Path.Combine(root, IgnoreRules.OwnFolder));
        // Ids and hashes of one machine are of no use in a repository.
        File.WriteAllText(folder.OwnFile(".gitignore"), "*\n");
        folder.WriteBase(start);
        Write(folder.OwnFile("config.json"), config);
        return folder;
    }

    /// <summary>Records the snapshot that the files are based on from now on.</summary>
    public void WriteBase(FolderBase @base) => Write(BaseFile, @base);

    /// <summary>Path of a file of the client.</summary>
    public string OwnFile(string name) => Path.Combine(Root, IgnoreRules.OwnFolder, name);

    private static T? Read<T>(string path) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path), FolderJson.Default.Options) : null;
        }
        catch (JsonException e)
        {
            throw new CliException($"{path} is damaged: {e.Message} Delete the file, then run: {Hint.Es("fst init")}", e);
        }
    }

    private static void Write<T>(string path, T value) => AtomicFile.Replace(path, [.. JsonSerializer.SerializeToUtf8Bytes(value, FolderJson.Default.Options), (byte)'\n']);
}
