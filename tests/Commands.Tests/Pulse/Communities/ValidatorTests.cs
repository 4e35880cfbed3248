using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

public sealed class ValidatorTests(PulseWorld world) : IClassFixture<PulseWorld>
{
    private static readonly RegisterExport Register =
        new(Guid.NewGuid(), "garden", null, "community/garden/a.txt", "a.txt", "txt", 1, new string('a', 64));

    public static TheoryData<string, ICommand> Faults => new()
    {
        { "community_id", new CreateCommunity("Garden", "x") },
        { "community_id", new CreateCommunity("", "x") },
        { "community_id", new CreateCommunity("garden\n", "x") },
        { "community_id", new CreateCommunity(new string('a', 65), "x") },
        { "name", new CreateCommunity("garden", " ") },
        { "description", new CreateCommunity("garden", "x", new string('x', 4_001)) },
        { "community_id", new DeleteCommunity("gärten") },
        { "source_id", new CreateSource("garden", "a/b", "x") },
        { "timezone", new CreateSource("garden", "a", "x", Timezone: "Central European Time!") },
        { "export_id", Register with { ExportId = Guid.Empty } },
        { "source_id", Register with { SourceId = "A" } },
        { "object_key", Register with { ObjectKey = "community/gardens/a.txt" } },
        { "object_key", Register with { ObjectKey = "community/garden.one/a.txt" } },
        { "object_key", Register with { ObjectKey = "community/garden.1" } },
        { "filename", Register with { Filename = "../a.txt" } },
        { "file_type", Register with { FileType = "exe" } },
        { "byte_size", Register with { ByteSize = -1 } },
        { "content_sha256", Register with { ContentSha256 = "abc" } },
        { "source_id", new AssignSource(Guid.NewGuid(), "") },
        { "export_id", new ReplayExport(Guid.Empty) },
        { "export_id", new DeleteExport(Guid.Empty) },
        { "to", new Clear("garden", "chat", new(2024, 1, 2), new(2024, 1, 1)) },
        { "to", new RegenerateWeekly("garden", "chat", new(2024, 1, 2), new(2024, 1, 1)) },
        { "now", new RequeueExports(default) },
        { "now", new RemoveExpiredRawObjects(default) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_invalid_command_is_refused_with_the_name_of_the_field(string field, ICommand command)
    {
        var problem = await world.RefuseAsync(command);
        Assert.Equal("validation_failed", problem.Code);
        Assert.Equal([field], problem.Errors!.Keys);
    }
}
