using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Fastest.SignIn;

/// <summary>Waits until the user has allowed this device (RFC 8628, 3.4 and 3.5).</summary>
/// <param name="api">The API, without a session.</param>
/// <param name="pause">Waits; another one in tests.</param>
internal sealed class DeviceSignIn(FastestApi api, Func<TimeSpan, CancellationToken, Task> pause)
{
    private static readonly TimeSpan s_slower = TimeSpan.FromSeconds(5);

    /// <summary>Polls until the user has decided.</summary>
    /// <exception cref="CliException">The user refused, or did not decide in time.</exception>
    public async Task<DeviceSession> WaitAsync(DeviceCodes codes, CancellationToken cancellation)
    {
        var (interval, waited) = (TimeSpan.FromSeconds(Math.Max(1, codes.Interval)), TimeSpan.Zero);
        while (waited < TimeSpan.FromSeconds(codes.ExpiresIn))
        {
            await pause(interval, cancellation);
            waited += interval;
            try
            {
                return await api.PollDeviceAsync(codes.DeviceCode, cancellation);
            }
            catch (FastestApiException e)
            {
                switch (e.Code)
                {
                    case "authorization_pending":
                        break;
                    case "access_denied":
                        throw new CliException($"The sign-in was refused. If that was a mistake, start again with: {Hint.Es("fst login")}", e);
                    case "expired_token":
                        throw Expired(e);
                    // A server that does not answer at the moment is polled less often as well.
                    case "slow_down":
                    case var _ when e.IsTransient:
                        interval += s_slower;
                        break;
                    default:
                        throw;
                }
            }
        }
        throw Expired(null);
    }

    private static CliException Expired(Exception? inner) => new($"Nobody confirmed the code in time, and it has expired. Start again with: {Hint.Es("fst login")}", inner);
}
