namespace EventSourced.Contracts;

/// <summary>What an upload knows of a file.</summary>
public enum UploadValue
{
    /// <summary>Id of the import, a Guid: the same when the same request is sent again.</summary>
    ImportId,

    /// <summary>Where the object store keeps the bytes.</summary>
    ObjectKey,

    /// <summary>The recorded name: the kind, the beginning of the SHA-256, and the extension. The caller's own name may name a person and is not recorded.</summary>
    Filename,

    /// <summary>Type of the file, as the kind names it.</summary>
    FileType,

    /// <summary>Its bytes, a long.</summary>
    ByteSize,

    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    Sha256,
}

/// <summary>Marks a member of a command that an upload fills. The other members of such a command are the parameters of the upload.</summary>
/// <param name="value">What it is filled with.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UploadedAttribute(UploadValue value) : Attribute
{
    /// <summary>What it is filled with.</summary>
    public UploadValue Value { get; } = value;
}
