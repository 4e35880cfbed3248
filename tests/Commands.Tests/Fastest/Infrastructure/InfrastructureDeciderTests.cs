using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.Infrastructure;

/// <summary>Decisions about tokens, and about resources, without a database.</summary>
public sealed class InfrastructureDeciderTests
{
    private const string Sealed = "enc:v1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGw==";
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_user = Guid.NewGuid(), s_project = Guid.NewGuid(), s_resource = Guid.NewGuid(), s_deployment = Guid.NewGuid();
    private static readonly UserRegistered s_registered = new(s_user, "ann@example.org", null, null);
    private static readonly ProjectCreated s_created = new(s_project, s_user, "Garden");
    private static readonly ResourceRequested s_requested = new(s_resource, s_project, s_deployment, "database", "railway", "postgres");
    private static readonly RecordResourceStatus s_ready = new(s_project, s_resource, "ready", "db-1", Sealed);

    [Fact]
    public void A_token_is_saved_and_removed_by_its_user_alone()
    {
        var save = new SaveProviderCredential(s_user, "railway", Sealed, """{"account":"a"}""");
        var saved = new ProviderCredentialSaved(s_user, "railway", Sealed, """{"account":"a"}""");
        Assert.Equal([saved], CredentialDecider.Decide(User(s_registered), save, By(s_user)).Events);
        Assert.Equal(404, CredentialDecider.Decide(User(s_registered), save, By(Guid.NewGuid())).Problem?.Status);
        Assert.Equal(404, CredentialDecider.Decide(User(), save, By(s_user)).Problem?.Status);

        var remove = new RemoveProviderCredential(s_user, "railway");
        Assert.Equal([new ProviderCredentialRemoved(s_user, "railway")], CredentialDecider.Decide(User(s_registered, saved), remove, By(s_user)).Events);
        Assert.Equal(404, CredentialDecider.Decide(User(s_registered, saved), remove with { Provider = "cloudflare" }, By(s_user)).Problem?.Status);
        Assert.Equal(404, CredentialDecider.Decide(User(s_registered, saved), remove, By(Guid.NewGuid())).Problem?.Status);
        Assert.Equal(404, CredentialDecider.Decide(User(s_registered, saved, new ProviderCredentialRemoved(s_user, "railway")), remove, By(s_user)).Problem?.Status);
    }

    [Fact]
    public void A_token_in_plain_text_and_an_unknown_provider_are_refused()
    {
        var validator = new SaveProviderCredentialValidator();
        Assert.True(validator.Validate(new SaveProviderCredential(s_user, "cloudflare", Sealed)).IsValid);
        Assert.False(validator.Validate(new SaveProviderCredential(s_user, "cloudflare", "a-token-in-plain-text")).IsValid);
        Assert.False(validator.Validate(new SaveProviderCredential(s_user, "heroku", Sealed)).IsValid);
        Assert.False(validator.Validate(new SaveProviderCredential(s_user, "railway", Sealed, "[]")).IsValid);
        Assert.False(validator.Validate(new SaveProviderCredential(Guid.Empty, "railway", Sealed)).IsValid);
    }

    [Theory]
    [InlineData("0123456789abcdefghij", null)]
    [InlineData("0123456789abcdefghi", "20 to 1000")]
    [InlineData("0123456789 abcdefghij", "spaces")]
    [InlineData("0123456789abcdefghij\n", "spaces")]
    [InlineData("0123456789abcdefghijä", "ASCII")]
    public async Task The_offline_check_looks_at_length_and_characters(string token, string? fault)
    {
        var said = await new OfflineCredentialCheck().FaultOfAsync("railway", token);
        if (fault is null) Assert.Null(said);
        else Assert.Contains(fault, said!, StringComparison.Ordinal);
        Assert.DoesNotContain(token, said ?? "", StringComparison.Ordinal);
        Assert.NotNull(await new OfflineCredentialCheck().FaultOfAsync("railway", new string('a', 1_001)));
    }

    [Fact]
    public void A_status_is_recorded_once_while_the_resource_is_provisioned()
    {
        var ready = new ResourceStatusRecorded(s_resource, s_project, s_deployment, "ready", "db-1", Sealed, null);
        Assert.Equal([ready], Record(s_ready, s_created, s_requested).Events);
        Assert.True(Record(s_ready, s_created, s_requested, ready) is { IsNothing: true, Position: 3 });
        Assert.Equal(409, Record(s_ready with { ProviderResourceId = "db-2" }, s_created, s_requested, ready).Problem?.Status);
        Assert.Equal(409, Record(new(s_project, s_resource, "error", Error: "No room"), s_created, s_requested, ready).Problem?.Status);
        Assert.Equal(409, Record(s_ready, s_created, s_requested, ready, new ResourceDeleted(s_resource, s_project, s_deployment)).Problem?.Status);
        Assert.Equal(404, Record(s_ready, s_created).Problem?.Status);
        Assert.Equal(404, Record(s_ready, s_created, s_requested, new ProjectDeleted(s_project, [])).Problem?.Status);
        Assert.Equal(404, ResourceDecider.Decide(Resources(s_created, s_requested), s_ready, By(Guid.NewGuid())).Problem?.Status);
        // One that is requested again is provisioned again.
        var again = s_requested with { DeploymentId = Guid.NewGuid() };
        var failed = ready with { Status = "error", ProviderResourceId = null, ConnectionInfo = null, Error = "No room" };
        Assert.Equal([ready with { DeploymentId = again.DeploymentId }], Record(s_ready, s_created, s_requested, failed, again).Events);
    }

    [Fact]
    public void A_status_has_what_belongs_to_it()
    {
        var validator = new RecordResourceStatusValidator();
        Assert.True(validator.Validate(s_ready).IsValid);
        Assert.True(validator.Validate(new RecordResourceStatus(s_project, s_resource, "error", Error: "No room")).IsValid);
        Assert.False(validator.Validate(new RecordResourceStatus(s_project, s_resource, "error")).IsValid);
        Assert.False(validator.Validate(s_ready with { Error = "No room" }).IsValid);
        Assert.False(validator.Validate(s_ready with { Status = "deleted" }).IsValid);
        Assert.False(validator.Validate(s_ready with { ConnectionInfo = "postgres://user:password@host" }).IsValid);
    }

    [Fact]
    public void A_resource_is_deleted_once()
    {
        var delete = new DeleteResource(s_project, s_resource);
        var deleted = new ResourceDeleted(s_resource, s_project, s_deployment);
        Assert.Equal([deleted], ResourceDecider.Decide(Resources(s_created, s_requested), delete, By(s_user)).Events);
        Assert.True(ResourceDecider.Decide(Resources(s_created, s_requested, deleted), delete, By(s_user)) is { IsNothing: true, Position: 3 });
        Assert.Equal(404, ResourceDecider.Decide(Resources(s_created), delete, By(s_user)).Problem?.Status);
        Assert.Equal(404, ResourceDecider.Decide(Resources(s_created, s_requested), delete, By(Guid.NewGuid())).Problem?.Status);
    }

    private static Decision Record(RecordResourceStatus command, params IEvent[] events) => ResourceDecider.Decide(Resources(events), command, By(s_user));

    private static CredentialState User(params IEvent[] events) => State(new CredentialState(s_user), events);

    private static ResourceState Resources(params IEvent[] events) => State(new ResourceState(s_project), events);

    private static TState State<TState>(TState state, IEvent[] events) where TState : StreamState => state.After(events.Select((e, i) => new Fact(e, i + 1, i + 1, s_now, Guid.Empty)));

    private static CommandContext By(Guid tenant) => new(Guid.Empty, "tester", s_now, null, tenant.ToString());
}
