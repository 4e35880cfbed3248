using EventSourced.Api.Access;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>
/// Limits tries of user codes (RFC 8628, 5.1): who guesses the code of somebody else's device would give it access to their own account, or refuse it. Correct tries count as well,
/// because a user rarely has two devices. Each process counts for itself: with several, a caller has that many times the tries, which the 3 billion codes allow for.
/// </summary>
internal sealed class UserCodeLimits(FastestOptions options) : IDisposable
{
    private readonly WindowLimit<UInt128> _addresses = new(options.UserCodes.PerAddress, options.UserCodes.Window);
    private readonly WindowLimit<Guid> _users = new(options.UserCodes.PerUser, options.UserCodes.Window);

    /// <summary>Counts a try.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">Who tries; null when that is not known.</param>
    /// <exception cref="FastestException">The limit is exceeded.</exception>
    public void Count(HttpContext context, Guid? user)
    {
        Check(_addresses.Take(CallerAddress.KeyOf(context.Connection.RemoteIpAddress)), "from this address");
        if (user is { } id) Check(_users.Take(id), "by this user");
    }

    public void Dispose()
    {
        _addresses.Dispose();
        _users.Dispose();
    }

    private static void Check(TimeSpan? pause, string whose)
    {
        if (pause is not { } wait) return;
        throw new FastestException(StatusCodes.Status429TooManyRequests, FastestCodes.RateLimited,
            $"Too many user codes were tried {whose}. Wait {Math.Ceiling(wait.TotalSeconds)} seconds, then type the code that the device shows.")
        { RetryAfter = wait };
    }
}
