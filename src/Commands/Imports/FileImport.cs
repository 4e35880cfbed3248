using EventSourced.Commands.Deciding;
using EventSourced.Contracts;

namespace EventSourced.Commands.Imports;

/// <summary>The state of an import that runs after its command: registered with its file, then recorded in batches, then ended.</summary>
/// <param name="importId">The import.</param>
/// <param name="stream">Its stream.</param>
internal abstract class FileImport(Guid importId, string stream) : StreamState(stream)
{
    public Guid ImportId { get; } = importId;

    /// <summary>Key of its file in the object store; null before it is registered.</summary>
    public abstract string? ObjectKey { get; }

    public bool HasEnded { get; protected set; }

    public bool IsOpen => ObjectKey is not null && !HasEnded;

    /// <summary>The event of its failure.</summary>
    /// <param name="code">Stable code.</param>
    /// <param name="error">What is wrong and what to do about it.</param>
    /// <param name="line">Line or number of the entry, or null.</param>
    public abstract IEvent Failed(string code, string error, int? line);
}

/// <summary>What <see cref="FileImports{TImport}"/> needs to know of a kind of import.</summary>
/// <typeparam name="TImport">The kind.</typeparam>
internal interface IFileImport<TImport>
{
    /// <summary>Folder of the object store for its files: <c>{root}/…/{import}/{sha256}.gz</c>. A sweep removes all old files in it, so no other kind with unended imports may use it.</summary>
    static abstract string Root { get; }

    /// <summary>An import before its first event.</summary>
    /// <param name="importId">The import.</param>
    static abstract TImport Of(Guid importId);
}
