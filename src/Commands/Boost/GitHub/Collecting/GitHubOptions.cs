using EventSourced.Commands.Boost.GitHub.Collecting.Runs;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore.Settings;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>How the collector reaches GitHub, or a server that speaks its API.</summary>
/// <remarks>A class and not a record, because a record would print the token.</remarks>
[SettingsSection(Section, SettingsReaders.Workers)]
public sealed class GitHubOptions
{
    /// <summary>Name of the section, and of the HTTP client.</summary>
    public const string Section = "Boost:GitHub";

    /// <summary>Base address of the API.</summary>
    [HoldsPassword]
    public Uri BaseUrl { get; init; } = new("https://api.github.com");

    /// <summary>Sent as a bearer token; null for requests without one, of which GitHub answers 60 an hour. Never logged.</summary>
    [Secret]
    public string? Token { get; init; }

    /// <summary>Repositories that are collected every day at 00:05 UTC: <c>boostorg/beast</c>. Others are collected by <c>boost.collect_repository</c>.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>
    /// Collectors that run by themselves: <c>usage</c> and <c>created_repos</c> every day at 00:05 UTC, <c>clang</c> on Mondays, <c>stars</c> on the first day of a month. Others run
    /// when <c>boost.collect</c> asks for them. Searches in code require a token.
    /// </summary>
    public IReadOnlyList<string> Collectors { get; init; } = [];

    /// <summary>Languages whose created repositories are counted, as GitHub names them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["C++"];

    /// <summary>Entries of a page, at most 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Most pages of one list in one run. The next run resumes after them.</summary>
    public int MaxPages { get; init; } = 1_000;

    /// <summary>Most requests of one run. The next run resumes after them.</summary>
    public int MaxRequests { get; init; } = 4_000;

    /// <summary>Timeout of one attempt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is repeated after an error of the server.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Delay before the first repetition; it doubles for each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait that the server may ask for when too many requests were sent. When it asks for more, the run ends, and the next one resumes.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOperationException">A value is invalid; the message names it, and never has the token.</exception>
    public GitHubOptions Check()
    {
        if (!BaseUrl.IsAbsoluteUri || BaseUrl.Scheme is not ("http" or "https") || BaseUrl.UserInfo.Length > 0)
            throw Invalid($"BaseUrl must be an http or https address without user and password; set the token as {Section}:Token.");
        if (Token?.Any(c => c is < '!' or > '~') == true) throw Invalid("Token must have no blanks or other characters that a header cannot have.");
        foreach (var repository in Repositories)
            if (RepositoryKey.Split(repository) is null) throw Invalid($"Repositories has \"{repository}\": write owner/name, such as boostorg/beast.");
        if (Collectors.FirstOrDefault(c => !CollectorNames.All.Contains(c)) is { } collector) throw Invalid($"Collectors has \"{collector}\": use {string.Join(", ", CollectorNames.All)}.");
        if (Languages.FirstOrDefault(l => string.IsNullOrWhiteSpace(l) || l.Contains('"', StringComparison.Ordinal) || l.Length > BoostFields.NameLength) is { } language)
            throw Invalid($"Languages has \"{language}\": write a name as GitHub has it, without quotes, such as C++.");
        if (PageSize is < 1 or > 100) throw Invalid($"PageSize is {PageSize}: use 1 to 100.");
        if (MaxPages is < 1 or > 1_000_000) throw Invalid($"MaxPages is {MaxPages}: use 1 to 1000000.");
        if (MaxRequests is < 1 or > 1_000_000) throw Invalid($"MaxRequests is {MaxRequests}: use 1 to 1000000.");
        if (Timeout < TimeSpan.FromMilliseconds(10) || Timeout > TimeSpan.FromMinutes(10)) throw Invalid($"Timeout is {Timeout}: use 10 ms to 10 minutes.");
        if (Retries is < 0 or > 20) throw Invalid($"Retries is {Retries}: use 0 to 20.");
        if (RetryDelay < TimeSpan.Zero || RetryDelay > TimeSpan.FromMinutes(5)) throw Invalid($"RetryDelay is {RetryDelay}: use 0 to 5 minutes.");
        return MaxWait >= TimeSpan.Zero && MaxWait <= TimeSpan.FromHours(2) ? this : throw Invalid($"MaxWait is {MaxWait}: use 0 to 2 hours.");
    }

    private static InvalidOperationException Invalid(string what) => new($"{Section}:{what}");
}
