using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>The tokens of infrastructure providers in the stream of a user.</summary>
/// <param name="userId">The user.</param>
internal sealed class CredentialState(Guid userId) : StreamState(FastestStreams.User(userId))
{
    private readonly Dictionary<string, ProviderCredentialSaved> _saved = new(StringComparer.Ordinal);

    public Guid UserId { get; } = userId;

    public bool Exists { get; private set; }

    /// <summary>The credential of a provider, with its encrypted token; or null.</summary>
    public ProviderCredentialSaved? Find(string provider) => _saved.GetValueOrDefault(provider);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case UserRegistered:
                Exists = true;
                break;
            case ProviderCredentialSaved saved:
                _saved[saved.Provider] = saved;
                break;
            case ProviderCredentialRemoved removed:
                _saved.Remove(removed.Provider);
                break;
        }
    }
}
