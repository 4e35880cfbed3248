namespace EventSourced.Commands.Fastest.Identity;

/// <summary>How long sessions and codes are valid (specification, 2.1).</summary>
public static class SignInTimes
{
    /// <summary>A session.</summary>
    public static readonly TimeSpan Session = TimeSpan.FromDays(30);

    /// <summary>A code to sign in with.</summary>
    public static readonly TimeSpan AuthCode = TimeSpan.FromMinutes(15);

    /// <summary>The codes of a device.</summary>
    public static readonly TimeSpan DeviceCode = TimeSpan.FromSeconds(900);
}
