using System.Reflection;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Tests.Deciding;

public sealed class DecisionTests
{
    private static readonly BoxState s_box = new BoxState("box").After(new Filled("box"));

    [Fact]
    public void A_decision_contains_the_events_and_the_expected_version_of_each_stream()
    {
        var filled = new Filled("box");
        var decision = Decision.Of(s_box, filled).AndAtAnyVersion("other", filled).While(new BoxState("third")).Answer("x");
        Assert.Equal([("box", 1, 1), ("other", -1, 1), ("third", 0, 0)], decision.Appends.Select(a => (a.StreamId, a.Expected.Value, a.Events.Count)));
        Assert.Equal([filled, filled], decision.Events);
        Assert.Equal([filled], decision.EventsOf("other"));
        Assert.False(decision.IsNothing);
    }

    [Fact]
    public void A_decision_without_events_is_nothing_and_a_problem_is_not()
    {
        Assert.True(Decision.Nothing.IsNothing);
        Assert.True(Decision.Of(s_box).While(new BoxState("other")).IsNothing);
        Assert.False(((Decision)new Problem(404, "x", "y")).IsNothing);
        Assert.Equal(7, Decision.Before(7).Answer("x").Position);
    }

    [Fact]
    public void Deciders_are_found_like_handlers_and_a_command_has_only_one()
    {
        var services = new ServiceCollection().AddCommandPipeline(typeof(FillBox).Assembly);
        Assert.Contains(services, s => s.ServiceType == typeof(IRequestHandler<Handle<FillBox>, CommandResult>));
        services = new ServiceCollection();
        services.AddTransient<IRequestHandler<Handle<FillBox>, CommandResult>, Another<FillBox>>();
        Assert.Contains("two handlers", Assert.Throws<InvalidOperationException>(() => services.AddCommandPipeline(typeof(FillBox).Assembly)).Message);
    }

    [Fact]
    public void Every_command_of_a_module_has_a_handler()
    {
        var services = new ServiceCollection().AddCommandPipeline();
        Assert.All(ModuleCatalog.Default.Commands.All.Select(c => c.Type), command =>
            Assert.Contains(services, s => s.ServiceType == typeof(IRequestHandler<,>).MakeGenericType(typeof(Handle<>).MakeGenericType(command), typeof(CommandResult))));
    }

    [Fact]
    public void Deciders_have_no_mutable_fields_and_no_dependencies()
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        var deciders = typeof(IDecider<,>).Assembly.GetTypes().Where(t => t is { IsClass: true } && t.GetInterfaces().Any(i =>
            i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IDecider<,>) || i.GetGenericTypeDefinition() == typeof(IJointDecider<,>)))).ToList();
        Assert.True(deciders.Count >= 4);
        Assert.All(deciders, decider =>
        {
            Assert.All(decider.GetFields(Own), field => Assert.True(field.IsInitOnly || field.IsLiteral, $"{decider.Name}.{field.Name} can change."));
            Assert.All(decider.GetConstructors(Own), constructor => Assert.Empty(constructor.GetParameters()));
        });
    }

    [Fact]
    public void An_envelope_contains_the_name_and_the_body_of_its_command()
    {
        var id = Guid.CreateVersion7();
        var envelope = CommandEnvelope.For(new FillBox("blue"), id, "clock", DateTimeOffset.UnixEpoch, "trace");
        Assert.Equal((id, "box.fill", "clock", DateTimeOffset.UnixEpoch, "trace"),
            (envelope.CommandId, envelope.Name, envelope.Actor, envelope.AcceptedAt, envelope.TraceParent));
        Assert.Equal("blue", envelope.Body.GetProperty("box_id").GetString());
    }

    [Theory]
    [InlineData("garden-2", true)]
    [InlineData("Garden", false)]
    [InlineData("garden\n", false)]
    [InlineData("", false)]
    public void An_id_that_people_choose_is_a_slug(string text, bool fits) => Assert.Equal(fits, SlugRule.Fits(text));

    // Generic, so that it is not found by scanning.
    private sealed class Another<TCommand> : IRequestHandler<Handle<TCommand>, CommandResult> where TCommand : class, ICommand
    {
        public Task<CommandResult> Handle(Handle<TCommand> request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

/// <summary>Fills a box.</summary>
/// <param name="BoxId">The box.</param>
[Command("box.fill")]
public sealed record FillBox(string BoxId) : ICommand;

internal sealed record Filled(string BoxId) : IEvent;

internal sealed class BoxState(string stream) : StreamState(stream)
{
    protected override void When(Fact fact)
    {
    }
}

internal sealed class BoxDecider : IDecider<BoxState, FillBox>
{
    public static BoxState StreamOf(FillBox command) => new(command.BoxId);

    public static Decision Decide(BoxState state, FillBox command, CommandContext context) => Decision.Of(state, new Filled(command.BoxId));
}
