using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Identity;

/// <summary>What decisions need to know about a device's request for a code.</summary>
/// <param name="deviceId">The request.</param>
internal sealed class DeviceState(Guid deviceId) : StreamState(FastestStreams.Device(deviceId))
{
    public Guid DeviceId { get; } = deviceId;

    public DeviceCodeIssued? Issued { get; private set; }

    /// <summary>Who allowed it, or null.</summary>
    public Guid? UserId { get; private set; }

    public bool IsDenied { get; private set; }

    public bool IsExchanged { get; private set; }

    /// <summary>Whether a user can still allow or refuse it.</summary>
    public bool IsPending(DateTimeOffset now) => Issued is { } issued && now < issued.ExpiresAt && UserId is null && !IsDenied;

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case DeviceCodeIssued issued:
                Issued = issued;
                break;
            case DeviceAuthorized authorized:
                UserId = authorized.UserId;
                break;
            case DeviceDenied:
                IsDenied = true;
                break;
            case DeviceCodeExchanged:
                IsExchanged = true;
                break;
        }
    }
}

/// <summary>The last request of a device that had a user code.</summary>
/// <param name="userCode">The code.</param>
internal sealed class UserCodeState(string userCode) : StreamState(FastestStreams.UserCode(userCode))
{
    public UserCodeAssigned? Last { get; private set; }

    protected override void When(Fact fact) => Last = fact.Event as UserCodeAssigned ?? Last;
}

/// <summary>A code to sign in with.</summary>
/// <param name="codeId">The code's id.</param>
internal sealed class AuthCodeState(Guid codeId) : StreamState(FastestStreams.AuthCode(codeId))
{
    public AuthCodeIssued? Issued { get; private set; }

    public bool IsUsed { get; private set; }

    protected override void When(Fact fact)
    {
        Issued = fact.Event as AuthCodeIssued ?? Issued;
        IsUsed |= fact.Event is AuthCodeUsed;
    }
}
