using System.Text.Json.Nodes;
using EventSourced.Commands.Modules;

namespace EventSourced.Cli.Importing;

/// <summary>Files that were made from folders for their upload. They are removed afterwards.</summary>
internal sealed class PackedFolders : IDisposable
{
    private DirectoryInfo? _files;

    /// <summary>The file of an argument: itself, or made from a folder.</summary>
    /// <param name="kind">The kind of import.</param>
    /// <param name="folders">How the kind takes folders; null when it does not.</param>
    /// <param name="parameters">The parameters of the upload.</param>
    /// <param name="path">The argument.</param>
    /// <param name="note">Takes what the user should know.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<ImportedFile> FileOfAsync(ImportKind kind, IFolderImport? folders, JsonObject parameters, string path, Action<string> note, CancellationToken cancellation)
    {
        if (!Directory.Exists(path)) return File.Exists(path) ? new ImportedFile(kind, parameters, path) : throw CliException.Usage($"There is no file {path}.");
        if (folders is null) throw CliException.Usage($"{path} is a folder. Name files of {kind.Accepted}.");
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return await PackAsync(kind, folders, parameters, Path.GetFileName(folder), file => folders.WriteAsync(folder, file, note, cancellation));
    }

    /// <summary>The one file of several arguments.</summary>
    /// <param name="kind">The kind of import.</param>
    /// <param name="folders">How the kind packs files.</param>
    /// <param name="parameters">The parameters of the upload.</param>
    /// <param name="paths">The arguments.</param>
    /// <param name="note">Takes what the user should know.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<ImportedFile> FileOfAllAsync(ImportKind kind, IFolderImport folders, JsonObject parameters, IReadOnlyList<string> paths, Action<string> note, CancellationToken cancellation)
    {
        if (paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing) throw CliException.Usage($"There is no file {missing}.");
        return await PackAsync(kind, folders, parameters, $"{paths.Count} files", file => folders.WriteFilesAsync(paths, file, note, cancellation));
    }

    private async Task<ImportedFile> PackAsync(ImportKind kind, IFolderImport folders, JsonObject parameters, string name, Func<Stream, Task> write)
    {
        var packed = Path.Combine((_files ??= Directory.CreateTempSubdirectory("es-import-")).FullName, $"{Guid.NewGuid():N}{folders.Extension}");
        await using (var file = File.Create(packed)) await write(file);
        return new ImportedFile(kind, parameters, packed, name);
    }

    public void Dispose() => _files?.Delete(recursive: true);
}
