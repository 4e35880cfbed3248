using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

public sealed class ExportDeciderTests
{
    private static readonly RegisterExport Register = new(Given.Export, "garden", "chat", "community/garden/a.txt", "a.txt", "txt", 10, new string('a', 64));
    private static readonly ExportProcessingStarted Started = new(Given.Export, 1);
    private static readonly ExportCompleted Completed = new(Given.Export, Given.Noon);
    private static readonly RequeueExports Clock = new(Given.Noon.AddMinutes(30));

    [Fact]
    public void An_upload_with_a_source_is_registered_and_queued()
    {
        var decision = Decide(Given.Garden, Given.Source(), Given.ExportOf(), Register);
        Assert.Equal([Given.Registered], decision.Export);
        Assert.Equal([Given.Queued(Given.Export)], decision.Source);
    }

    [Fact]
    public void An_upload_without_a_source_is_pending()
    {
        var registered = Given.Registered with { SourceId = null };
        var decision = Decide(Given.Garden, null, Given.ExportOf(), Register with { SourceId = null });
        Assert.Equal([registered], decision.Export);
        Assert.Empty(decision.Source);

        var assign = new AssignSource(Given.Export, "chat");
        decision = Decide(Given.Garden, Given.Source(), Given.ExportOf(registered), assign);
        Assert.Equal([new ExportSourceAssigned(Given.Export, "chat")], decision.Export);
        Assert.Equal([Given.Queued(Given.Export, 1, "source assigned")], decision.Source);
        Refused(404, "source_not_found", Decide(Given.Garden, new SourceState(Given.Chat), Given.ExportOf(registered), assign));
        Refused(409, "source_already_assigned", Decide(Given.Garden, Given.Source(), Given.ExportOf(registered, new ExportSourceAssigned(Given.Export, "chat")), assign));
        Refused(409, "source_already_assigned", Decide(Given.Garden, Given.Source(), Given.ExportOf(Given.Registered), assign));
        Refused(404, "export_not_found", Decide(Given.Garden, Given.Source(), Given.ExportOf(), assign));
        Refused(404, "export_not_found", Decide(Given.Garden, Given.Source(), Given.ExportOf(registered, new ExportDeleted(Given.Export)), assign));
    }

    [Fact]
    public void An_upload_to_an_unknown_community_or_source_is_refused()
    {
        Refused(404, "community_not_found", Decide(Given.Community(), Given.Source(), Given.ExportOf(), Register));
        Refused(404, "source_not_found", Decide(Given.Garden, new SourceState(Given.Chat), Given.ExportOf(), Register));
        Refused(409, "export_exists", Decide(Given.Garden, Given.Source(), Given.ExportOf(Given.Registered), Register));
    }

    [Fact]
    public void A_finished_export_can_be_replayed_while_its_file_exists()
    {
        var replay = new ReplayExport(Given.Export);
        var ended = Given.Source(Given.Queued(Given.Export), Given.Dequeued(Given.Export));
        var completed = Given.ExportOf(Given.Registered, Started, Completed);
        Assert.Equal([Given.Queued(Given.Export, 2, "replay")], Decide(Given.Garden, ended, completed, true, replay).Source);
        Assert.Empty(Decide(Given.Garden, ended, completed, true, replay).Export);
        Refused(409, "raw_object_missing", Decide(Given.Garden, ended, completed, false, replay));
        Refused(409, "raw_object_missing", Decide(Given.Garden, ended, Given.ExportOf(Given.Registered, Started, Completed, new ExportRawDeleted(Given.Export)), true, replay));
        Refused(409, "export_in_progress", Decide(Given.Garden, Given.Source(Given.Queued(Given.Export)), Given.ExportOf(Given.Registered), true, replay));
        Refused(409, "source_not_assigned", Decide(Given.Garden, null, Given.ExportOf(Given.Registered with { SourceId = null }), true, replay));
        Refused(404, "export_not_found", Decide(Given.Garden, ended, Given.ExportOf(), true, replay));
        Refused(404, "export_not_found", Decide(Given.Community(), ended, completed, true, replay));
    }

    [Fact]
    public void An_export_is_deleted_unless_it_is_being_processed()
    {
        var delete = new DeleteExport(Given.Export);
        var queued = Given.Source(Given.Queued(Given.Export));
        var waiting = Decide(Given.Garden, queued, Given.ExportOf(Given.Registered), delete);
        Assert.Equal([new ExportDeleted(Given.Export)], waiting.Export);
        Assert.Equal([Given.Dequeued(Given.Export)], waiting.Source);
        Refused(409, "export_processing", Decide(Given.Garden, queued, Given.ExportOf(Given.Registered, Started), delete));
        Refused(409, "export_processing", Decide(Given.Garden, queued, Given.ExportOf(Given.Registered, Started, new ExportWeeksStarted(Given.Export, 1)), delete));
        var ended = Decide(Given.Garden, Given.Source(), Given.ExportOf(Given.Registered, Started, Completed), delete);
        Assert.Equal((1, 0), (ended.Export.Count, ended.Source.Count));
        Assert.True(Decide(Given.Garden, queued, Given.ExportOf(Given.Registered, new ExportDeleted(Given.Export)), delete).IsNothing);
        Refused(404, "export_not_found", Decide(Given.Garden, null, Given.ExportOf(), delete));
    }

    [Fact]
    public void The_schedule_requeues_recoverable_failures_up_to_five_times()
    {
        var failed = Given.ExportOf(Given.Registered, Started, Given.Failed);
        var once = Given.Source(Given.Queued(Given.Export), Given.Dequeued(Given.Export));
        Assert.Equal([Given.Queued(Given.Export, 2, "retry")], Decide(Given.Garden, once, failed, Clock).Source);
        Assert.True(Decide(Given.Garden, once, Given.ExportOf(Given.Registered, Started, Given.Failed with { Recoverable = false }), Clock).IsNothing);
        Assert.True(Decide(Given.Garden, once, Given.ExportOf(Given.Registered, Started, Given.Failed, new ExportRawDeleted(Given.Export)), Clock).IsNothing);
        Assert.True(Decide(Given.Garden, once, Given.ExportOf(Given.Registered, Started, Completed), Clock).IsNothing);

        static SourceState Tried(int times, params IReadOnlyList<ExportQueued> more) => Given.Source(
            [.. Enumerable.Range(1, times).Select(i => Given.Queued(Given.Export, i, i == 1 ? "uploaded" : "retry")).Concat(more).SelectMany(q => new IEvent[] { q, Given.Dequeued(Given.Export) })]);
        Assert.Single(Decide(Given.Garden, Tried(4), failed, Clock).Source);
        Assert.True(Decide(Given.Garden, Tried(5), failed, Clock).IsNothing);
        // A replay restarts the count.
        Assert.Equal([Given.Queued(Given.Export, 7, "retry")], Decide(Given.Garden, Tried(5, Given.Queued(Given.Export, 6, "replay")), failed, Clock).Source);
    }

    [Fact]
    public void The_schedule_requeues_exports_without_progress()
    {
        var queue = Given.Source(Given.Queued(Given.Export), Given.Queued(Given.Other));
        var running = Given.ExportOf(Given.Registered, Started);
        Assert.Equal([Given.Queued(Given.Export, 2, "retry")], Decide(Given.Garden, queue, running, Clock).Source);
        Assert.Equal([Given.Queued(Given.Export, 2, "retry")], Decide(Given.Garden, queue, Given.ExportOf(Given.Registered), Clock).Source);
        Assert.True(Decide(Given.Garden, queue, running, new RequeueExports(Given.Noon.AddMinutes(29))).IsNothing);
        // The second waits for the first.
        Assert.True(Decide(Given.Garden, queue, Given.ExportOf(Given.Registered with { ExportId = Given.Other }), Clock).IsNothing);

        var fifth = Given.Source([.. Enumerable.Range(1, 5).Select(i => Given.Queued(Given.Export, i, "retry"))]);
        var given = Decide(Given.Garden, fifth, running, Clock);
        var failure = Assert.IsType<ExportFailed>(Assert.Single(given.Export));
        Assert.Equal(("stuck", false), (failure.Code, failure.Recoverable));
        Assert.Equal([Given.Dequeued(Given.Export)], given.Source);
    }

    [Fact]
    public void Retries_keep_position_and_progress_and_a_replay_starts_from_scratch()
    {
        var source = Given.Source(Given.Queued(Given.Export), Given.Queued(Given.Other), Given.Queued(Given.Export, 2, "retry"));
        Assert.Equal([(Given.Export, 2, 1), (Given.Other, 1, 1)], source.Queue.Select(q => (q.ExportId, q.Attempt, q.BaseAttempt)));
        source = Given.Source(Given.Queued(Given.Export), Given.Dequeued(Given.Export), Given.Queued(Given.Export, 2, "replay"), Given.Dequeued(Given.Export), Given.Queued(Given.Export, 3, "retry"));
        Assert.Equal([(Given.Export, 3, 2, 2)], source.Queue.Select(q => (q.ExportId, q.Attempt, q.BaseAttempt, q.Tries)));

        var (first, second) = (new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 2));
        var export = Given.ExportOf(Given.Registered, Started, new ExportDaysProcessed(Given.Export, [first], 1, 5), Given.Failed,
            Started with { Attempt = 2 }, new ExportDaysProcessed(Given.Export, [second], 2, 9));
        Assert.Equal([first, second], export.DaysDone(1).Order());
        Assert.Equal([second], export.DaysDone(2));
        Assert.Equal((9, 9, 0), (export.NewMessages(1), export.NewMessages(2), export.NewMessages(3)));
    }

    [Fact]
    public void Raw_files_are_kept_as_long_as_the_specification_says()
    {
        var export = Given.ExportOf(Given.Registered, Started);
        Assert.Equal([new ExportCompleted(Given.Export, Given.Noon.AddHours(72))], ExportDecider.Complete(Given.Garden, export, Given.Noon).Export);
        Assert.Equal([new ExportFailed(Given.Export, "c", "e", true, Given.Noon.AddHours(168))], ExportDecider.Fail(Given.Garden, export, Given.Noon, "c", "e", true).Export);
        var kept = Given.ExportOf(Given.Registered with { DeleteAfterProcessing = false }, Started);
        Assert.Equal([new ExportCompleted(Given.Export, null)], ExportDecider.Complete(Given.Garden, kept, Given.Noon).Export);

        var completed = Given.ExportOf(Given.Registered, Started, Completed);
        Assert.False(ExportDecider.NeedsRaw(completed, Given.Source(), Given.Noon));
        Assert.True(ExportDecider.NeedsRaw(completed, Given.Source(), Given.Noon.AddTicks(-1)));
        Assert.True(ExportDecider.NeedsRaw(completed, Given.Source(Given.Queued(Given.Export, 2, "replay")), Given.Noon));
        Assert.True(ExportDecider.NeedsRaw(export, Given.Source(), Given.Noon));
        Assert.False(ExportDecider.NeedsRaw(Given.ExportOf(Given.Registered, new ExportDeleted(Given.Export)), Given.Source(), Given.Noon));
    }

    [Fact]
    public void Errors_contain_the_attempt_and_quote_no_unknown_text()
    {
        var queued = new QueuedExport(Given.Export, 3, 2, Given.Noon);
        var (code, error, recoverable) = SourceImports.Describe(new InvalidOperationException("Alice said hello"), queued);
        Assert.Equal(("internal_error", true), (code, recoverable));
        Assert.StartsWith("[retry 2/5] ", error);
        Assert.DoesNotContain("Alice", error);
        Assert.Equal(("timeout", true), Brief(SourceImports.Describe(new TimeoutException(), queued)));
        Assert.Equal(("io_error", true), Brief(SourceImports.Describe(new IOException("x"), queued)));
        Assert.Equal(("raw_object_missing", false), Brief(SourceImports.Describe(new EventStore.ObjectNotFoundException("k"), queued)));
        static (string, bool) Brief((string Code, string, bool Recoverable) d) => (d.Code, d.Recoverable);
    }

    private static Decision Decide(CommunityState community, SourceState? source, ExportState export, RegisterExport command) => ExportDecider.Decide(new(community, source, export), command);

    private static Decision Decide(CommunityState community, SourceState? source, ExportState export, AssignSource command) => ExportDecider.Decide(new(community, source, export), command, Given.Context);

    private static Decision Decide(CommunityState community, SourceState? source, ExportState export, DeleteExport command) => ExportDecider.Decide(new(community, source, export), command);

    private static Decision Decide(CommunityState community, SourceState? source, ExportState export, RequeueExports command) => ExportDecider.Decide(new(community, source, export), command);

    private static Decision Decide(CommunityState community, SourceState? source, ExportState export, bool rawExists, ReplayExport command) =>
        ExportDecider.Decide(new(community, source, export), rawExists, command);

    private static void Refused(int status, string code, Decision decision)
    {
        Assert.Equal((status, code), (decision.Problem!.Status, decision.Problem.Code));
        Assert.Empty(decision.Export);
        Assert.Empty(decision.Source);
    }
}
