using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Identity;

/// <summary>What decisions need to know about a user.</summary>
/// <param name="userId">The user.</param>
internal sealed class UserState(Guid userId) : StreamState(FastestStreams.User(userId))
{
    public Guid UserId { get; } = userId;

    public bool Exists { get; private set; }

    protected override void When(Fact fact) => Exists |= fact.Event is UserRegistered;

    /// <summary>The event of a user's first sign-in; nothing later.</summary>
    public IReadOnlyList<Contracts.IEvent> Register(string? email, string? name, string? picture) => Exists ? [] : [new UserRegistered(UserId, email, name, picture)];
}

/// <summary>The session of a token.</summary>
/// <param name="tokenHash">SHA-256 of the token, hex.</param>
internal sealed class UserSessionState(string tokenHash) : StreamState(FastestStreams.Session(tokenHash))
{
    public string TokenHash { get; } = tokenHash;

    public UserSessionOpened? Opened { get; private set; }

    protected override void When(Fact fact) => Opened = fact.Event as UserSessionOpened ?? Opened;
}
