using System.Text;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Rabbit;

/// <summary>Uploaded conversations become sessions and turns, also when repeated or interrupted.</summary>
public sealed class TranscriptImportTests
{
    private static readonly ImportKind s_kind = ModuleCatalog.Default.Imports.Single(k => k.Command.Type == typeof(RegisterTranscript));

    // Three steps of an import.
    private static readonly string s_long = string.Join('\n', Enumerable.Range(0, 250).Select(i => $$"""{"sessionId":"monday","turnId":"{{i}}","childInput":"word{{i}}","rabbitResponse":"yes"}"""));

    [Fact]
    public async Task A_conversation_is_recorded_in_order_and_analysed_and_the_file_is_removed()
    {
        await using var world = await ProductWorld.OpenAsync();
        var import = await UploadAsync(world, "mina", "# remark\nMum: hi\nAnn: one two\nMum: yes\nAnn: three\nAnn: xxx\n", "talk.txt", speaker: "Ann");
        var status = await EndAsync(world, import);

        Assert.Equal((ImportStates.Completed, 3, 3, 1), (status.State, (int)status.Summary["turns"]!, (int)status.Summary["new"]!, (int)status.Summary["sessions"]!));
        Assert.Contains(status.LeftOut, l => l.Reason.Contains("comments that start with #", StringComparison.Ordinal) && l.Count == 1 && l.Lines.SequenceEqual([1L]));
        Assert.Equal(2, (int)status.Summary["speakers"]!["Mum"]!);
        // What a child said is analysed when the import ends, not some time later.
        var events = await world.EventsAsync();
        Assert.Equal(["one two", "three", ""], events.OfType<TurnRecorded>().Select(t => t.ChildInput));
        Assert.Equal(["yes", "", ""], events.OfType<TurnRecorded>().Select(t => t.RabbitResponse));
        Assert.Equal(["one", "two", "three"], events.TakeWhile(e => e is not TranscriptImported).OfType<TurnAnalysed>().SelectMany(t => t.Words!));
        Assert.Equal(events.OfType<TurnRecorded>().Select(t => t.Timestamp).Order(), events.OfType<TurnRecorded>().Select(t => t.Timestamp));
        await NoFileAsync(world);
        await world.SettleAsync();
        await world.VerifyAsync("rabbit");
    }

    [Fact]
    public async Task Importing_twice_changes_nothing_and_a_longer_file_adds_only_new_turns()
    {
        await using var world = await ProductWorld.OpenAsync();
        string[] lines = ["""{"sessionId":"a","turnId":"1","childInput":"one"}""", """{"sessionId":"a","turnId":"2","childInput":"two"}""", """{"sessionId":"b","turnId":"1","childInput":"three"}"""];
        await EndAsync(world, await UploadAsync(world, "mina", lines[0], "a.jsonl"));
        var first = (await world.EventsAsync()).Count(e => e is TurnRecorded or SessionStarted);
        var again = await EndAsync(world, await UploadAsync(world, "mina", lines[0], "a.jsonl"));
        Assert.Equal((ImportStates.Completed, 1, 0), (again.State, (int)again.Summary["turns"]!, (int)again.Summary["new"]!));
        Assert.Equal(first, (await world.EventsAsync()).Count(e => e is TurnRecorded or SessionStarted));

        var longer = await EndAsync(world, await UploadAsync(world, "mina", string.Join('\n', lines), "a.jsonl"));
        Assert.Equal((3, 2), ((int)longer.Summary["turns"]!, (int)longer.Summary["new"]!));
        // The same text of another child is another conversation.
        Assert.Equal(3, (int)(await EndAsync(world, await UploadAsync(world, "leo", string.Join('\n', lines), "a.jsonl"))).Summary["new"]!);
        Assert.Equal(6, (await world.EventsAsync()).OfType<TurnRecorded>().Count());
    }

    [Fact]
    public async Task An_import_whose_worker_dies_continues_in_another_and_records_each_turn_once()
    {
        var (middle, never) = (Signal(), Signal());
        await using var world = await ProductWorld.OpenAsync(null, services => Watch(services, async append =>
        {
            if (!append.Streams.SelectMany(s => s.Events).OfType<TranscriptTurnsRecorded>().Any(e => e.Turns == 200)) return;
            middle.TrySetResult();
            // Like a killed worker: nothing of this step is written, and no message is acknowledged.
            await never.Task;
        }), "--Workers:ShutdownTimeout=00:00:03");
        var import = await UploadAsync(world, "mina", s_long, "long.jsonl");
        await middle.Task.WaitAsync(TimeSpan.FromMinutes(3));
        Assert.Equal((ImportStates.Running, 100, 250), await StatusAsync(world, import) is var status ? (status!.State, status.Done, status.Total) : default);
        await world.StopWorkersAsync();

        await world.StartWorkerAsync();
        var ended = await EndAsync(world, import);

        never.TrySetCanceled();
        Assert.Equal((ImportStates.Completed, 250, 250), (ended.State, (int)ended.Summary["turns"]!, (int)ended.Summary["new"]!));
        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"word{i}"), (await world.EventsAsync()).OfType<TurnRecorded>().Select(t => t.ChildInput));
        await NoFileAsync(world);
    }

    [Fact]
    public async Task A_child_that_is_forgotten_during_an_import_stays_forgotten()
    {
        var (middle, forgotten) = (Signal(), Signal());
        await using var world = await ProductWorld.OpenAsync(null, services => Watch(services, async append =>
        {
            if (!append.Streams.SelectMany(s => s.Events).OfType<TranscriptTurnsRecorded>().Any(e => e.Turns == 200)) return;
            middle.TrySetResult();
            await forgotten.Task;
        }));
        var import = await UploadAsync(world, "mina", s_long, "long.jsonl");
        await middle.Task.WaitAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(1, (await world.DoAsync(new ForgetChild("mina"))).GetProperty("sessions").GetInt32());
        forgotten.TrySetResult();

        var ended = await EndAsync(world, import);
        Assert.Equal((ImportStates.Failed, "forgotten"), (ended.State, ended.Error!.Code));
        await NoFileAsync(world);
        await world.SettleAsync();
        var events = await world.EventsAsync();
        Assert.Equal(100, events.OfType<TurnRecorded>().Count());
        Assert.All(events.OfType<TurnRecorded>(), t => Assert.Null(t.ChildInput));
        await world.VerifyAsync("rabbit");
    }

    [Fact]
    public async Task An_import_that_keeps_failing_is_given_up_and_its_file_is_removed()
    {
        var tries = 0;
        await using var world = await ProductWorld.OpenAsync(null, services => Watch(services, append =>
        {
            if (!append.Streams.SelectMany(s => s.Events).OfType<TranscriptTurnsRecorded>().Any()) return Task.CompletedTask;
            Interlocked.Increment(ref tries);
            throw new InvalidOperationException("Refused: word7");
        }));
        var ended = await EndAsync(world, await UploadAsync(world, "mina", s_long, "long.jsonl"));

        Assert.True(tries > 1, "It was not retried.");
        Assert.Equal((ImportStates.Failed, "internal_error"), (ended.State, ended.Error!.Code));
        Assert.Contains($"{tries} times", ended.Error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("word7", ended.Error.Detail, StringComparison.Ordinal);
        await NoFileAsync(world);
        Assert.DoesNotContain(await world.EventsAsync(), e => e is TurnRecorded);
    }

    [Fact]
    public async Task A_child_that_is_only_known_from_an_import_can_be_forgotten_with_the_data_of_its_file()
    {
        await using var world = await ProductWorld.OpenAsync();
        var import = await UploadAsync(world, "mina", "Annabel: hi\nBertram: hello\n", "talk.txt");
        Assert.Contains("Choose one of the speakers: Annabel, Bertram.", (await EndAsync(world, import)).Error!.Detail, StringComparison.Ordinal);

        await world.DoAsync(new ForgetChild("mina"));

        // This process forgets the key at once.
        Assert.DoesNotContain("Annabel", (await StatusAsync(world, import))!.Error!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ann: hi\nBen: hello\n", "child_unknown", null, "the file does not show which speaker is the child.")]
    [InlineData("{\"sessionId\":\"a\"}\n{\"sessionId\":", "bad_line", 2, "")]
    [InlineData("@Begin\n@End\n", "no_utterances", null, "it contains no utterances.")]
    public async Task An_invalid_file_fails_with_its_line_and_the_next_step_and_is_removed(string content, string code, int? line, string says)
    {
        await using var world = await ProductWorld.OpenAsync();
        var status = await EndAsync(world, await UploadAsync(world, "mina", content, "faulty.txt"));

        Assert.Equal((ImportStates.Failed, code), (status.State, status.Error!.Code));
        if (line is not null) Assert.NotNull(status.Error.Line);
        Assert.Contains(says, status.Error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(await world.EventsAsync(), e => e is SessionStarted);
        await NoFileAsync(world);
    }

    [Fact]
    public async Task Unused_files_are_removed_and_an_import_without_its_file_fails_with_a_reason()
    {
        await using var world = await ProductWorld.OpenAsync();
        // An upload whose command never came.
        var (unknown, _) = await PutAsync(world, "mina", Guid.NewGuid(), "Ann: hi", "a.txt");
        await world.DoAsync(new SweepTranscripts(DateTimeOffset.UtcNow));
        Assert.True(await world.ObjectStore.ExistsAsync(unknown.Key));

        Assert.Equal(1, (await world.DoAsync(new SweepTranscripts(DateTimeOffset.UtcNow.AddDays(8)))).GetProperty("removed").GetInt32());
        Assert.False(await world.ObjectStore.ExistsAsync(unknown.Key));
        var (import, command) = Command("mina", Guid.NewGuid(), unknown, "a.txt", null);
        Assert.Equal((409, "raw_object_missing"), await world.RefusalAsync(command));
        Assert.Null(await StatusAsync(world, import));
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Watch(IServiceCollection services, Func<Append, Task> before) =>
        services.AddSingleton<IEventStore>(s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), before));

    // As the API accepts an upload.
    private static async Task<Guid> UploadAsync(ProductWorld world, string child, string content, string filename, string? speaker = null)
    {
        var id = Guid.NewGuid();
        var (stored, _) = await PutAsync(world, child, id, content, filename);
        await world.DoAsync(Command(child, id, stored, filename, speaker).Command);
        return id;
    }

    private static async Task<(StoredObject Stored, Guid Import)> PutAsync(ProductWorld world, string child, Guid id, string content, string filename)
    {
        var draft = s_kind.Draft(new() { ["child_id"] = child });
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return (await world.ObjectStore.PutAsync(await s_kind.FolderAsync(draft, id, world.Services, default), Path.GetExtension(filename)[1..], bytes, 1_000_000), id);
    }

    private static (Guid Import, RegisterTranscript Command) Command(string child, Guid id, StoredObject stored, string filename, string? speaker)
    {
        // The folder names the import; an unknown file has a separate one.
        var import = Guid.Parse(stored.Key.Split('/')[2]);
        return (import, (RegisterTranscript)s_kind.Make(new() { ["child_id"] = child, ["speaker"] = speaker }, import, stored, $"transcript-{stored.Sha256[..12]}{Path.GetExtension(filename)}", "txt"));
    }

    private static async Task<ImportStatus?> StatusAsync(ProductWorld world, Guid import)
    {
        var codec = world.Services.GetRequiredService<EventCodec>();
        var events = await world.Store.ReadTailAsync(s_kind.Stream(import), 0);
        return events.Count == 0 ? null : s_kind.StatusOf([.. events.Select(e => (IEvent)codec.Decode(e))]);
    }

    private static Task<ImportStatus> EndAsync(ProductWorld world, Guid import) =>
        world.UntilAsync(async () => await StatusAsync(world, import) is { } status && ImportStates.IsFinal(status.State) ? status : null, $"the end of import {import}", seconds: 180);

    private static Task NoFileAsync(ProductWorld world) =>
        world.UntilAsync(() => Task.FromResult(!Directory.Exists(Path.Combine(world.Objects, "transcript")) || Directory.GetFiles(Path.Combine(world.Objects, "transcript"), "*", SearchOption.AllDirectories).Length == 0), "the file to be removed");
}
