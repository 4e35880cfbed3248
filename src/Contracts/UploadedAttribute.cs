namespace EventSourced.Contracts;

/// <summary>The values of an upload that a command can receive.</summary>
public enum UploadValue
{
    /// <summary>Id of the import, a Guid. It stays the same when the request is repeated.</summary>
    ImportId,

    /// <summary>Key of the bytes in the object store.</summary>
    ObjectKey,

    /// <summary>The recorded name: the kind, the start of the SHA-256, and the extension. The caller's file name may contain a person's name and is not recorded.</summary>
    Filename,

    /// <summary>File type, as the import kind names it.</summary>
    FileType,

    /// <summary>Size in bytes, a long.</summary>
    ByteSize,

    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    Sha256,
}

/// <summary>Marks a member of a command that is filled from an upload. The other members are parameters of the upload.</summary>
/// <param name="value">The value of the member.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UploadedAttribute(UploadValue value) : Attribute
{
    /// <summary>The value of the member.</summary>
    public UploadValue Value { get; } = value;
}
