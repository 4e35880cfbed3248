using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Imports;
using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost;

/// <summary>Validation rules that many commands share.</summary>
internal static class BoostFields
{
    public const int NameLength = 400;
    public const int UrlLength = 2_000;
    public const int EmailLength = 400;
    public const int TextLength = 100_000;
    public const int BodyLength = 1_000_000;
    public const int HashLength = 64;

    /// <summary>Folder of the object store for uploaded files.</summary>
    public const string UploadFolder = "boost/imports";

    /// <summary>Most characters of a profile's key: a speaker's has the channel and the name.</summary>
    public const int ProfileLength = 2 * NameLength;

    /// <summary>The key of an uploaded file, which is in the folder of its import.</summary>
    public static IRuleBuilderOptions<T, string> Upload<T>(this IRuleBuilder<T, string> rule, Func<T, Guid> importId) =>
        rule.UploadIn(command => Folder(importId(command)));

    /// <summary>Folder of an import's file.</summary>
    public static string Folder(Guid importId) => Uploads.Folder(UploadFolder, importId);

    /// <summary>The natural key of a profile.</summary>
    public static IRuleBuilderOptions<T, string> Profile<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(profile => profile is { Length: <= ProfileLength } && ProfileKeys.IsKey(profile)).WithMessage("{PropertyName} must be a platform and an id, such as github:583231 or slack:U0A1B2C3.");

    /// <summary>An address, also in the forms of archives; or null.</summary>
    public static IRuleBuilderOptions<T, string?> Address<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(email => email is null || (email.Length <= EmailLength && AddressText.Read(email) is not null)).WithMessage($"{{PropertyName}} must be an address such as ann@example.org, with at most {EmailLength} characters.");

    /// <summary>Owner and name of a repository.</summary>
    public static IRuleBuilderOptions<T, string> Repository<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(repository => RepositoryKey.Split(repository) is not null).WithMessage("{PropertyName} must be owner and name of a repository, owner/name: such as boostorg/asio.");

    /// <summary>The owner of a repository, whose name is another member.</summary>
    public static IRuleBuilderOptions<T, string> RepositoryOwner<T>(this IRuleBuilder<T, string> rule, Func<T, string> name) =>
        rule.Must((command, owner) => RepositoryKey.Split($"{owner}/{name(command)}") is not null)
            .WithMessage("owner and name must be those of a repository at GitHub: letters, digits, hyphens, underscores and dots, at most 100 each.");
}
