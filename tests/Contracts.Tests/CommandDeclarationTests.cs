using EventSourced.Contracts.Pulse;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Contracts.Tests;

public sealed class CommandDeclarationTests
{
    private static readonly Guid s_id = Guid.Parse("0198c5a2-4d1f-7cc0-8000-000000000001");

    [Fact]
    public void A_command_has_a_route_of_its_module()
    {
        var command = CommandCatalog.Default.Find("pulse.set_community_visibility")!;
        Assert.Equal(("pulse", "POST", "/api/pulse/communities/{community_id}/visibility", Permission.Admin), (command.Module, command.Method, command.Path, command.Allow));
        Assert.Null(CommandCatalog.Default.Find("pulse.requeue_exports")!.Path);
    }

    [Theory]
    [InlineData(typeof(WithoutModule), "join module and imperative by a dot")]
    [InlineData(typeof(WithoutMethod), "use POST, PUT or DELETE")]
    [InlineData(typeof(WithUnknownParameter), "{place}")]
    [InlineData(typeof(WithUnknownScope), "Scope names Place")]
    [InlineData(typeof(string), "give it a [Command]")]
    public void An_incorrectly_declared_command_is_refused_with_the_reason(Type command, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidOperationException>(() => CommandCatalog.Of(command)).Message, StringComparison.Ordinal);

    [Fact]
    public void Different_commands_of_one_scope_have_the_same_key()
    {
        Assert.Equal(ScopeOf(new CreateCommunity("a", "A")), ScopeOf(new CreateSource("a", "s", "S")));
        Assert.NotEqual(ScopeOf(new CreateCommunity("a", "A")), ScopeOf(new CreateCommunity("b", "A")));
        Assert.Equal(ScopeOf(new StartSession(s_id)), ScopeOf(new CloseSession(s_id)));
        Assert.Null(ScopeOf(new RequeueExports(DateTimeOffset.UnixEpoch)));
    }

    [Fact]
    public void The_id_of_an_export_has_the_scope_of_its_community()
    {
        var export = ScopedId.Of("a", "an upload");
        Assert.Equal(ScopeOf(new CreateCommunity("a", "A")), ScopeOf(new AssignSource(export, "s")));
        Assert.Equal(export, ScopedId.Of("a", "an upload"));
        Assert.NotEqual(export, ScopedId.Of("a", "another"));
        Assert.NotEqual(ScopedId.KeyOf(export), ScopedId.KeyOf(ScopedId.Of("b", "an upload")));
    }

    [Fact]
    public void If_the_first_member_of_a_scope_is_null_the_next_one_is_used()
    {
        Assert.Equal(ScopeOf(new ForgetChild(null, s_id)), ScopeOf(new CloseSession(s_id)));
        Assert.Equal(ScopeOf(new ForgetChild("ann")), ScopeOf(new ForgetChild("ann")));
    }

    [Fact]
    public void A_command_without_a_permission_requires_admin()
    {
        var clear = CommandCatalog.Of(typeof(Clear));
        Assert.True(clear.IsAllowedBy([Permission.Admin]));
        Assert.True(clear.IsAllowedBy([Permission.System]));
        Assert.False(clear.IsAllowedBy([RabbitPermission.Talk]));
        Assert.False(clear.IsAllowedBy([]));
        Assert.True(CommandCatalog.Of(typeof(RecordTurn)).IsAllowedBy([RabbitPermission.Talk]));
    }

    private static string? ScopeOf(ICommand command) => CommandCatalog.Of(command.GetType()).ScopeOf(command);

    [Command("make")]
    private sealed record WithoutModule : ICommand;

    [Command("toy.make", "toys")]
    private sealed record WithoutMethod : ICommand;

    [Command("toy.make", "POST toys/{place}")]
    private sealed record WithUnknownParameter(string Name) : ICommand;

    [Command("toy.make", Scope = "Place")]
    private sealed record WithUnknownScope(string Name) : ICommand;
}
