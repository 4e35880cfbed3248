using System.Text.RegularExpressions;
using EventSourced.Contracts;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Commands.Modules;

/// <summary>Collects the kinds of files that a module imports.</summary>
/// <param name="module">Name of the module.</param>
public sealed partial class ImportBuilder(string module)
{
    private readonly List<ImportKind> _kinds = [];

    // Checked when the catalog is built.
    internal IReadOnlyList<ImportKind> Kinds
    {
        get
        {
            foreach (var kind in _kinds)
            {
                (string Name, object? Value)[] parts = [(nameof(Declaration<>.Into), kind.FolderOf), (nameof(Declaration<>.AtMost), kind.LimitOf), (nameof(Declaration<>.Shows), kind.StreamOf)];
                var missing = string.Join(", ", parts.Where(part => part.Value is null).Select(part => part.Name));
                if (missing.Length > 0) throw new InvalidOperationException($"The kind {kind.Name} of {module} is not complete: add {missing}.");
            }
            return _kinds;
        }
    }

    /// <summary>Accepts files of a kind.</summary>
    /// <param name="name">Name of the kind within the module, small letters, digits and hyphens: <c>export</c>.</param>
    /// <param name="extensions">Extensions of accepted files, with the dot: the type of a file is its extension without it.</param>
    /// <typeparam name="TCommand">The command that registers an uploaded file; its members for the file are marked with <see cref="UploadedAttribute"/>.</typeparam>
    public Declaration<TCommand> Kind<TCommand>(string name, params IReadOnlyList<string> extensions) where TCommand : class, ICommand =>
        Kind<TCommand>(name, extensions.ToDictionary(e => e, e => e.TrimStart('.')));

    /// <summary>Accepts files of a kind whose types differ from their extensions.</summary>
    /// <param name="name">Name of the kind within the module.</param>
    /// <param name="fileTypes">Extensions of accepted files, with the dot, and their types.</param>
    /// <typeparam name="TCommand">The command that registers an uploaded file.</typeparam>
    public Declaration<TCommand> Kind<TCommand>(string name, IReadOnlyDictionary<string, string> fileTypes) where TCommand : class, ICommand
    {
        if (!Name().IsMatch(name)) throw new InvalidOperationException($"\"{name}\" is no name of a kind: use small letters, digits and hyphens.");
        if (_kinds.Any(k => k.Name == name)) throw new InvalidOperationException($"{module} has two kinds of imports named {name}.");
        if (fileTypes.Count == 0 || fileTypes.Keys.Any(e => e is not ['.', _, ..])) throw new InvalidOperationException($"The kind {name} of {module} needs extensions that begin with a dot.");
        var kind = new ImportKind(name, typeof(TCommand), fileTypes);
        if (kind.Module != module) throw new InvalidOperationException($"{kind.Command.Name} does not belong to {module}, which imports it.");
        _kinds.Add(kind);
        return new Declaration<TCommand>(kind);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex Name();

    /// <summary>A kind that is being declared.</summary>
    /// <typeparam name="TCommand">Its command.</typeparam>
    public sealed class Declaration<TCommand> where TCommand : class, ICommand
    {
        private readonly ImportKind _kind;

        internal Declaration(ImportKind kind) => _kind = kind;

        /// <summary>Sets the folder of the object store. Two uploads of the same bytes into one folder are one object.</summary>
        /// <param name="folder">The folder of a command without its file, and of the import.</param>
        public Declaration<TCommand> Into(Func<TCommand, Guid, IServiceProvider, CancellationToken, Task<string>> folder)
        {
            _kind.FolderOf = (draft, id, services, cancellationToken) => folder((TCommand)draft, id, services, cancellationToken);
            return this;
        }

        /// <summary>Sets a folder of the object store for each import.</summary>
        /// <param name="folder">The folder of an import.</param>
        public Declaration<TCommand> Into(Func<Guid, string> folder) => Into((_, importId, _, _) => Task.FromResult(folder(importId)));

        /// <summary>Sets the size limit of a file.</summary>
        /// <param name="bytes">Most bytes.</param>
        public Declaration<TCommand> AtMost(long bytes) => AtMost(_ => bytes);

        /// <summary>Sets the size limit of a file by the configuration.</summary>
        /// <param name="bytes">Most bytes.</param>
        public Declaration<TCommand> AtMost(Func<IConfiguration, long> bytes)
        {
            _kind.LimitOf = bytes;
            return this;
        }

        /// <summary>Declares a command that creates something beforehand. The answer 409 means that it exists, and is not an error here.</summary>
        /// <param name="command">Makes the command, which must have a route; null when there is nothing to create.</param>
        public Declaration<TCommand> Creates(Func<TCommand, ICommand?> command)
        {
            _kind.Creations.Add(draft => command((TCommand)draft));
            return this;
        }

        /// <summary>Sets how the status of an import is computed.</summary>
        /// <param name="stream">The stream of an import.</param>
        /// <param name="status">Its status, from all events of the stream.</param>
        public void Shows(Func<Guid, string> stream, Func<IReadOnlyList<IEvent>, ImportStatus> status) => (_kind.StreamOf, _kind.Fold) = (stream, status);
    }
}
