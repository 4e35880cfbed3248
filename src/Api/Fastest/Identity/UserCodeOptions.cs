namespace EventSourced.Api.Fastest.Identity;

/// <summary>Section <c>Fastest:UserCodes</c>: how many codes of devices may be tried. Correct ones count as well.</summary>
public sealed class UserCodeOptions
{
    /// <summary>Maximum number of tries of a user in a window.</summary>
    public int PerUser { get; set; } = 10;

    /// <summary>Maximum number of tries from an address in a window; an IPv6 network of 64 bits is one address.</summary>
    public int PerAddress { get; set; } = 50;

    /// <summary>Length of a window, which begins with the first try. All processes of the API count together.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOperationException">A value is not valid.</exception>
    internal void Check()
    {
        if (PerUser < 1 || PerAddress < 1 || Window < TimeSpan.FromSeconds(1))
            throw new InvalidOperationException("Fastest:UserCodes: PerUser and PerAddress must be at least 1, and Window at least 1 second.");
    }
}
