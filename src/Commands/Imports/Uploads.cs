using EventSourced.Commands.Pipeline;
using FluentValidation;

namespace EventSourced.Commands.Imports;

/// <summary>Keys of uploaded files: <c>{folder}/{import}/{sha256}.gz</c>. Each import has a folder of its own, so that it never removes the file of another.</summary>
internal static class Uploads
{
    /// <summary>Folder of an import's file.</summary>
    /// <param name="folder">Folder of all files of the kind.</param>
    /// <param name="importId">The import.</param>
    public static string Folder(string folder, Guid importId) => $"{folder}/{importId}";

    /// <summary>The import that a file belongs to; null for a key of another form.</summary>
    /// <param name="objectKey">The key.</param>
    public static Guid? ImportOf(string objectKey) => objectKey.Split('/') is [.., var import, _] && Guid.TryParse(import, out var id) ? id : null;

    /// <summary>The key of an uploaded file is in the folder of its import.</summary>
    /// <param name="rule">The rule of the key.</param>
    /// <param name="folder">The folder of the command's import; null when it cannot be known.</param>
    public static IRuleBuilderOptions<T, string> UploadIn<T>(this IRuleBuilder<T, string> rule, Func<T, string?> folder) =>
        rule.NotEmpty().MaximumLength(512)
            .Must((command, key) => key is null || folder(command) is not { } begin || key.StartsWith(begin + "/", StringComparison.Ordinal))
            .WithMessage(command => $"{{PropertyName}} must begin with {folder(command)}/, the folder of the import.");

    /// <summary>The hash of an uploaded file.</summary>
    public static IRuleBuilderOptions<T, string> Sha256<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotNull().Matches("^[0-9a-f]{64}\\z").WithMessage("{PropertyName} must be 64 lower-case hex digits.");
}

/// <summary>Why an upload is refused.</summary>
internal static class UploadProblems
{
    /// <summary>Code of a file that is gone.</summary>
    public const string RemovedCode = "raw_object_missing";

    public static Problem Registered(Guid importId) => new(409, "import_exists", $"Import {importId} is already registered. Upload the file under a new id.");

    public static Problem Ended(Guid importId) => new(409, "import_exists", $"Import {importId} has ended. Upload the file under a new id.");

    public static Problem Removed(Guid importId) => new(409, RemovedCode, $"The uploaded file of import {importId} was removed. Upload it again.");
}
