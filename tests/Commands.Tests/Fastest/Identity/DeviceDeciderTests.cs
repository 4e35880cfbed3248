using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Identity;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.Identity;

/// <summary>Decisions about devices, without a database.</summary>
public sealed class DeviceDeciderTests
{
    private const string Code = "Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z", UserCode = "ABCD-1234";
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_device = FastestStreams.DeviceOf(Code), s_user = Guid.NewGuid();
    private static readonly string s_hash = new('a', 64);
    private static readonly DeviceCodeIssued s_issued = new(s_device, Code, UserCode, s_now.AddSeconds(900), null);
    private static readonly UserCodeAssigned s_assigned = new(s_device, UserCode, s_issued.ExpiresAt);
    private static readonly DeviceAuthorized s_authorized = new(s_device, s_user);

    [Fact]
    public void A_user_code_is_given_to_one_device_at_a_time()
    {
        var fresh = DeviceDecider.Decide(new DeviceContext(new(s_device), new(UserCode)), new StartDevice(Code, UserCode), At(s_now));
        Assert.Equal([s_issued, s_assigned], fresh.Events);
        var other = new DeviceContext(new(Guid.NewGuid()), State(new UserCodeState(UserCode), s_assigned));
        Assert.Equal(DeviceDecider.UserCodeTaken, DeviceDecider.Decide(other, new StartDevice(Code, UserCode), At(s_issued.ExpiresAt.AddTicks(-1))).Problem?.Code);
        // Once it has expired, the code is free, and the event names the row that had it.
        var later = Assert.IsType<DeviceCodeIssued>(DeviceDecider.Decide(other, new StartDevice(Code, UserCode), At(s_issued.ExpiresAt)).Events[0]);
        Assert.Equal(s_device, later.ReplacedDeviceId);
    }

    [Theory]
    [InlineData(899, true)]
    [InlineData(900, false)]
    public void A_user_has_15_minutes(int seconds, bool isInTime)
    {
        var waiting = new DeviceContext(State(new DeviceState(s_device), s_issued), State(new UserCodeState(UserCode), s_assigned));
        var decision = DeviceDecider.Decide(waiting, new AuthorizeDevice(UserCode, s_user), At(s_now.AddSeconds(seconds)));
        Assert.Equal(isInTime ? [s_authorized] : [], decision.Events);
        Assert.Equal(isInTime ? null : 404, decision.Problem?.Status);
    }

    [Fact]
    public void A_code_is_exchanged_once_and_only_in_its_time()
    {
        var exchanged = Exchange(s_now, s_issued, s_authorized);
        Assert.Equal([new DeviceCodeExchanged(s_device, Guid.Empty), new UserSessionOpened(Guid.Empty, s_user, s_hash, s_now.AddDays(30))], exchanged.Events);
        Assert.Equal("invalid_grant", Exchange(s_now).Problem?.Code);
        Assert.Equal("authorization_pending", Exchange(s_now, s_issued).Problem?.Code);
        Assert.Equal("access_denied", Exchange(s_now, s_issued, new DeviceDenied(s_device)).Problem?.Code);
        Assert.Equal("expired_token", Exchange(s_issued.ExpiresAt, s_issued, s_authorized).Problem?.Code);
        Assert.Equal("invalid_grant", Exchange(s_now, s_issued, s_authorized, new DeviceCodeExchanged(s_device, Guid.NewGuid())).Problem?.Code);
    }

    private static Decision Exchange(DateTimeOffset now, params IEvent[] events) =>
        DeviceDecider.Decide(new DeviceExchange(State(new DeviceState(s_device), events), new UserSessionState(s_hash)), new ExchangeDeviceCode(Code, s_hash), At(now));

    private static TState State<TState>(TState state, params IEvent[] events) where TState : StreamState =>
        state.After(events.Select((e, i) => new Fact(e, i + 1, i + 1, s_now, Guid.Empty)));

    private static CommandContext At(DateTimeOffset now) => new(Guid.Empty, "tester", now, null);
}
