namespace EventSourced.Contracts.Tests;

public sealed class EventDeclarationTests
{
    [Fact]
    public void All_events_without_a_JSON_context_are_named_with_the_line_to_add()
    {
        var message = Assert.Throws<InvalidOperationException>(() => EventCatalog.Scan(typeof(EventDeclarationTests).Assembly)).Message;
        Assert.Equal(
            [$"No JSON context lists {typeof(Found)}: add [JsonSerializable(typeof(Found))] to the JsonSerializerContext in its file.", $"No JSON context lists {typeof(Lost)}: add [JsonSerializable(typeof(Lost))] to the JsonSerializerContext in its file."],
            message.Split('\n'));
    }

    [EventName("toy.lost.v1")]
    private sealed record Lost : IEvent;

    [EventName("toy.found.v1")]
    private sealed record Found : IEvent;
}
