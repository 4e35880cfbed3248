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
        var packed = Path.Combine((_files ??= Directory.CreateTempSubdirectory("es-import-")).FullName, $"{Guid.NewGuid():N}{folders.Extension}");
        await using (var file = File.Create(packed)) await folders.WriteAsync(folder, file, note, cancellation);
        return new ImportedFile(kind, parameters, packed, Path.GetFileName(folder));
    }

    public void Dispose() => _files?.Delete(recursive: true);
}
