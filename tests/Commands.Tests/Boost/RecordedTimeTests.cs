using EventSourced.Commands.Boost;
using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using EventSourced.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Commands.Tests.Boost;

/// <summary>A command takes its time when it begins, and may load what others append after that. Batches and imports, like single decisions, record nothing before what they were decided from.</summary>
public sealed class RecordedTimeTests
{
    private static readonly DateTimeOffset Late = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Early = Late.AddSeconds(-5);
    private readonly Guid _import = Guid.NewGuid();

    [Fact]
    public void A_batch_is_recorded_at_the_time_of_the_newest_state_that_it_was_decided_from()
    {
        var pending = new PendingAppends(Metadata(Early));
        pending.Add(After(Early.AddDays(-1)), Progress(1));
        Assert.Equal(Early, pending.Metadata.RecordedAt);

        var state = After(Late);
        pending.Add(state, Progress(1));
        pending.Add(After(Early), Progress(1));
        Assert.Equal((Late, Late), (pending.Metadata.RecordedAt, state.LastRecordedAt));
    }

    [Fact]
    public async Task The_progress_of_an_import_is_not_recorded_before_its_registration()
    {
        await using var database = await TestDatabase.CreateAsync("recorded_time");
        await EventStoreSchema.ApplyAsync(database.DataSource, cancellationToken: TestContext.Current.CancellationToken);
        await using var services = new ServiceCollection().AddSingleton(database.DataSource).AddEventStore(new EventStoreOptions()).AddDeciding().BuildServiceProvider();
        var store = services.GetRequiredService<IEventStore>();
        var stream = BoostStreams.Import(_import);
        await store.AppendAsync(new Append([new StreamAppend(stream, ExpectedVersion.NoStream, [Registered()])], Metadata(Late)), TestContext.Current.CancellationToken);
        var imports = new FileImports<GitImport>(services.GetRequiredService<StateReader>(), services.GetRequiredService<IObjectStore>(), NullLogger<FileImports<GitImport>>.Instance);

        var import = await imports.LoadAsync(_import, TestContext.Current.CancellationToken);
        await imports.AppendAsync(import, [Progress(1)], [], Metadata(Early), TestContext.Current.CancellationToken);
        await imports.AppendAsync(import, [Progress(2)], [], Metadata(Late.AddSeconds(1)), TestContext.Current.CancellationToken);

        Assert.Equal([Late, Late, Late.AddSeconds(1)], (await store.ReadTailAsync(stream, 0, cancellationToken: TestContext.Current.CancellationToken)).Select(e => e.RecordedAt));
        Assert.Equal(Late.AddSeconds(1), import.LastRecordedAt);
    }

    private GitImport After(DateTimeOffset time) => new GitImport(_import).After([new Fact(Registered(), 1, 1, time, Guid.Empty)]);

    private GitHistoryRegistered Registered() => new(_import, "rosa", "garden", $"{BoostFields.UploadFolder}/none", "garden.log", 1, new string('0', 64));

    private GitHistoryRecorded Progress(int commits) => new(_import, commits, 0, 0);

    private static EventMetadata Metadata(DateTimeOffset time) => new(Guid.NewGuid(), "tester", time);
}
