using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Validation rules of libraries and releases.</summary>
internal static class LibraryFields
{
    public static IRuleBuilderOptions<T, string> Release<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(version => BoostRelease.TryParse(version, out _)).WithMessage($"{{PropertyName}} must be {BoostRelease.Sentence}.");

    /// <summary>The key of a repository that has been checked.</summary>
    public static string KeyOf(string repository) => RepositoryKey.Split(repository) is var (owner, name) ? RepositoryKey.Of(owner, name) : throw new FormatException($"\"{repository}\" is no repository.");

    /// <summary>The submodule of a repository: the one that is given, or the name of the repository.</summary>
    public static string SubmoduleOf(string? submodule, string key) => string.IsNullOrWhiteSpace(submodule) ? key[(key.IndexOf('/') + 1)..] : submodule.Trim();
}
