using EventSourced.Api.Access;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>
/// Limits tries of user codes (RFC 8628, 5.1): who guesses the code of somebody else's device would give it access to their own account, or refuse it. Correct tries count as well,
/// because a user rarely has two devices. All processes of the API count together.
/// </summary>
internal sealed class UserCodeLimits(FastestOptions options, SharedLimit limit)
{
    private const string Addresses = "fastest.user_codes.address", Users = "fastest.user_codes.user";

    private readonly UserCodeOptions _codes = options.UserCodes;

    /// <summary>Counts a try.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">Who tries; null when that is not known.</param>
    /// <exception cref="FastestException">The limit is exceeded.</exception>
    public async Task CountAsync(HttpContext context, Guid? user)
    {
        var address = CallerAddress.KeyOf(context.Connection.RemoteIpAddress);
        Check(await limit.TakeAsync(Addresses, $"{address:x}", _codes.PerAddress, _codes.Window, context.RequestAborted), "from this address");
        if (user is { } id) Check(await limit.TakeAsync(Users, $"{id}", _codes.PerUser, _codes.Window, context.RequestAborted), "by this user");
    }

    private static void Check(TimeSpan? pause, string whose)
    {
        if (pause is not { } wait) return;
        throw new FastestException(StatusCodes.Status429TooManyRequests, FastestCodes.RateLimited,
            $"Too many user codes were tried {whose}. Wait {Math.Ceiling(wait.TotalSeconds)} seconds, then type the code that the device shows.")
        { RetryAfter = wait };
    }
}
