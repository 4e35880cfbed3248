namespace EventSourced.Contracts.Tests;

public sealed class CommandDeclarationTests
{
    private static readonly Guid s_id = Guid.Parse("0198c5a2-4d1f-7cc0-8000-000000000001");

    [Fact]
    public void A_command_has_a_route_of_its_module()
    {
        var command = CommandCatalog.Of(typeof(PaintToy));
        Assert.Equal(("toy", "POST", "/api/toy/shelves/{shelf_id}/colour", Permission.Admin), (command.Module, command.Method, command.Path, command.Allow));
        Assert.Null(CommandCatalog.Of(typeof(SweepToys)).Path);
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
        Assert.Equal(ScopeOf(new PaintToy("a", "red")), ScopeOf(new AddToy("a", "bear")));
        Assert.NotEqual(ScopeOf(new PaintToy("a", "red")), ScopeOf(new PaintToy("b", "red")));
        Assert.Equal(ScopeOf(new LendToy(null, s_id)), ScopeOf(new LendToy("a", s_id)));
        Assert.Null(ScopeOf(new SweepToys(DateTimeOffset.UnixEpoch)));
    }

    [Fact]
    public void A_scoped_id_has_the_scope_that_it_was_made_for()
    {
        var order = ScopedId.Of("a", "an upload");
        Assert.Equal(ScopeOf(new PaintToy("a", "red")), ScopeOf(new ShipOrder(order)));
        Assert.Equal(order, ScopedId.Of("a", "an upload"));
        Assert.NotEqual(order, ScopedId.Of("a", "another"));
        Assert.NotEqual(ScopedId.KeyOf(order), ScopedId.KeyOf(ScopedId.Of("b", "an upload")));
    }

    [Fact]
    public void If_the_first_member_of_a_scope_is_null_the_next_one_is_used()
    {
        Assert.Equal(ScopeOf(new LendToy("ann")), ScopeOf(new LendToy("ann")));
        Assert.Equal(ScopeOf(new LendToy("ann")), ScopeOf(new AddToy("ann", "bear")));
        Assert.NotEqual(ScopeOf(new LendToy("ann")), ScopeOf(new LendToy("ann", s_id)));
    }

    [Fact]
    public void A_command_without_a_permission_requires_admin()
    {
        var paint = CommandCatalog.Of(typeof(PaintToy));
        Assert.True(paint.IsAllowedBy([Permission.Admin]));
        Assert.True(paint.IsAllowedBy([Permission.System]));
        Assert.False(paint.IsAllowedBy(["toy.lend"]));
        Assert.False(paint.IsAllowedBy([]));
        Assert.True(CommandCatalog.Of(typeof(LendToy)).IsAllowedBy(["toy.lend"]));
    }

    private static string? ScopeOf(ICommand command) => CommandCatalog.Of(command.GetType()).ScopeOf(command);

    [Command("toy.paint", "POST shelves/{shelf_id}/colour", Scope = nameof(PaintToy.ShelfId))]
    private sealed record PaintToy(string ShelfId, string Colour) : ICommand;

    [Command("toy.add", "POST toys", Scope = nameof(AddToy.ShelfId))]
    private sealed record AddToy(string ShelfId, string Name) : ICommand;

    [Command("toy.ship_order", "POST orders/{order_id}/shipment", Scope = nameof(ShipOrder.OrderId))]
    private sealed record ShipOrder([property: ScopedId] Guid OrderId) : ICommand;

    [Command("toy.lend", "POST loans", Scope = nameof(LendToy.LoanId) + "," + nameof(LendToy.ChildId), Allow = "toy.lend")]
    private sealed record LendToy(string? ChildId, Guid? LoanId = null) : ICommand;

    [Command("toy.sweep")]
    private sealed record SweepToys(DateTimeOffset Now) : ICommand;

    [Command("make")]
    private sealed record WithoutModule : ICommand;

    [Command("toy.make", "toys")]
    private sealed record WithoutMethod : ICommand;

    [Command("toy.make", "POST toys/{place}")]
    private sealed record WithUnknownParameter(string Name) : ICommand;

    [Command("toy.make", Scope = "Place")]
    private sealed record WithUnknownScope(string Name) : ICommand;
}
