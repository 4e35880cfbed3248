namespace EventSourced.Cli.Importing;

/// <summary>Turns a folder into the file that a kind of import takes. It runs where the folder is: the API and the workers see only the file.</summary>
public interface IFolderImport
{
    /// <summary>What the folders are, in the plural: <c>clones of git</c>.</summary>
    string Folders { get; }

    /// <summary>Extension of the file, which the kind accepts.</summary>
    string Extension { get; }

    /// <summary>Writes the file.</summary>
    /// <param name="folder">The folder, an absolute path.</param>
    /// <param name="file">Takes the bytes.</param>
    /// <param name="note">Takes what the user should know.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="CliException">It is no such folder, or cannot be read.</exception>
    Task WriteAsync(string folder, Stream file, Action<string> note, CancellationToken cancellation);

    /// <summary>Whether several arguments are sent as one file, because they belong together.</summary>
    bool TakesFiles => false;

    /// <summary>Writes the file of several arguments, if it <see cref="TakesFiles"/>.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="file">Takes the bytes.</param>
    /// <param name="note">Takes what the user should know.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="CliException">There is none that can be sent, or one cannot be read.</exception>
    Task WriteFilesAsync(IReadOnlyList<string> paths, Stream file, Action<string> note, CancellationToken cancellation) => throw new NotSupportedException();
}
