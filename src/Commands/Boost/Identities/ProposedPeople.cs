using System.Text;
using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Identities;

/// <summary>A profile, as far as identities are proposed by it.</summary>
/// <param name="Profile">Its natural key.</param>
/// <param name="DisplayName">Name shown to people; may be empty.</param>
/// <param name="Login">Name on its platform; may be empty.</param>
/// <param name="Emails">Active addresses.</param>
internal sealed record ProposedPerson(string Profile, string DisplayName, string Login, IReadOnlyCollection<string> Emails)
{
    /// <summary>The name by which profiles are compared: without case, with single blanks. Null for a name of one word, which many people share.</summary>
    public string? Name
    {
        get
        {
            var words = DisplayName.Normalize(NormalizationForm.FormC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return words.Length < 2 ? null : string.Join(' ', words);
        }
    }
}

/// <summary>Reads all profiles from their streams.</summary>
internal static class ProposedPeople
{
    private const int AtOnce = 1_000;

    /// <summary>All profiles that were not forgotten.</summary>
    /// <param name="reader">Reads the log.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyList<ProposedPerson>> ReadAsync(StateReader reader, CancellationToken cancellationToken)
    {
        List<ProposedPerson> people = [];
        await foreach (var account in AllAsync(reader, BoostStreams.Accounts, id => long.TryParse(id, out var number) ? new AccountState(number) : null, cancellationToken))
            if (account is { Recorded: { } recorded, IsForgotten: false }) people.Add(new(BoostRows.ProfileOf(account.GithubAccountId), recorded.DisplayName, recorded.Username, account.Emails.Active));
        await foreach (var profile in AllAsync(reader, BoostStreams.Profile(""), id => new ProfileState(id), cancellationToken))
            if (profile is { Recorded: { } recorded, IsForgotten: false }) people.Add(new(profile.Profile, recorded.DisplayName ?? "", Login(recorded), profile.Emails.Active));
        var unknown = await reader.LoadAsync(new UnknownPeople(), cancellationToken);
        people.AddRange(unknown.Known.Select(p => new ProposedPerson(p.Profile, p.Name, "", p.Emails)));
        return people;
    }

    private static string Login(IProfileRecorded recorded) => recorded switch { SlackUserRecorded slack => slack.Username ?? "", DiscordProfileRecorded discord => discord.Username ?? "", _ => "" };

    private static async IAsyncEnumerable<TState> AllAsync<TState>(
        StateReader reader, string prefix, Func<string, TState?> state, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken) where TState : StreamState
    {
        var streams = await reader.Store.FindStreamsAsync(prefix, cancellationToken: cancellationToken);
        foreach (var some in streams.Chunk(AtOnce))
            foreach (var loaded in await reader.LoadAllAsync<TState>([.. some.Select(s => state(s[prefix.Length..])).OfType<TState>()], null, cancellationToken)) yield return loaded;
    }
}
