using System.Reflection;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Tests.Deciding;

public sealed class DecisionTests
{
    private static readonly CommunityState Garden = Pulse.Given.Garden;

    [Fact]
    public void A_decision_contains_the_events_and_the_expected_version_of_each_stream()
    {
        var deleted = new CommunityDeleted("garden");
        var decision = Decision.Of(Garden, deleted).AndAtAnyVersion("other", deleted).While(new CommunityState("third")).Answer("x");
        Assert.Equal([("pulse/garden", 1, 1), ("other", -1, 1), ("pulse/third", 0, 0)], decision.Appends.Select(a => (a.StreamId, a.Expected.Value, a.Events.Count)));
        Assert.Equal([deleted, deleted], decision.Events);
        Assert.Equal([deleted], decision.EventsOf("other"));
        Assert.False(decision.IsNothing);
    }

    [Fact]
    public void A_decision_without_events_is_nothing_and_a_problem_is_not()
    {
        Assert.True(Decision.Nothing.IsNothing);
        Assert.True(Decision.Of(Garden).While(new CommunityState("other")).IsNothing);
        Assert.False(((Decision)new Problem(404, "x", "y")).IsNothing);
        Assert.Equal(7, Decision.Before(7).Answer("x").Position);
    }

    [Fact]
    public void Deciders_are_found_like_handlers_and_a_command_has_only_one()
    {
        var services = new ServiceCollection().AddCommandPipeline();
        Assert.Contains(services, s => s.ServiceType == typeof(IRequestHandler<Handle<SetCommunityVisibility>, CommandResult>));
        services = new ServiceCollection();
        services.AddTransient<IRequestHandler<Handle<SetCommunityVisibility>, CommandResult>, Another>();
        Assert.Contains("two handlers", Assert.Throws<InvalidOperationException>(() => services.AddCommandPipeline()).Message);
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
        var envelope = CommandEnvelope.For(new DeleteCommunity("garden"), id, "clock", DateTimeOffset.UnixEpoch, "trace");
        Assert.Equal((id, "pulse.delete_community", "clock", DateTimeOffset.UnixEpoch, "trace"),
            (envelope.CommandId, envelope.Name, envelope.Actor, envelope.AcceptedAt, envelope.TraceParent));
        Assert.Equal("garden", envelope.Body.GetProperty("community_id").GetString());
    }

    [Theory]
    [InlineData("garden-2", true)]
    [InlineData("Garden", false)]
    [InlineData("garden\n", false)]
    [InlineData("", false)]
    public void An_id_that_people_choose_is_a_slug(string text, bool fits) => Assert.Equal(fits, SlugRule.Fits(text));

    private sealed class Another : IRequestHandler<Handle<SetCommunityVisibility>, CommandResult>
    {
        public Task<CommandResult> Handle(Handle<SetCommunityVisibility> request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
