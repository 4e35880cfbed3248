using System.Text;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Rabbit;

/// <summary>Uploaded conversations become sessions and turns, however often and with whatever in between.</summary>
public sealed class TranscriptImportTests
{
    private static readonly ImportKind s_kind = ModuleCatalog.Default.Imports.Single(k => k.Command.Type == typeof(RegisterTranscript));

    // Three steps of an import.
    private static readonly string s_long = string.Join('\n', Enumerable.Range(0, 250).Select(i => $$"""{"sessionId":"monday","turnId":"{{i}}","childInput":"word{{i}}","rabbitResponse":"yes"}"""));

    [Fact]
    public async Task A_conversation_is_recorded_in_its_order_and_analysed_and_the_file_is_gone()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var import = await UploadAsync(place, "mina", "# remark\nMum: hi\nAnn: one two\nMum: yes\nAnn: three\nAnn: xxx\n", "talk.txt", speaker: "Ann");
        var status = await EndAsync(place, import);

        Assert.Equal((ImportStates.Completed, 3, 3, 1), (status.State, (int)status.Summary["turns"]!, (int)status.Summary["new"]!, (int)status.Summary["sessions"]!));
        Assert.Contains(status.LeftOut, l => l.Reason.Contains("comments that start with #", StringComparison.Ordinal) && l.Count == 1 && l.Lines.SequenceEqual([1L]));
        Assert.Equal(2, (int)status.Summary["speakers"]!["Mum"]!);
        // What a child said is analysed when the import ends, not some time later.
        var events = await place.EventsAsync();
        Assert.Equal(["one two", "three", ""], events.OfType<TurnRecorded>().Select(t => t.ChildInput));
        Assert.Equal(["yes", "", ""], events.OfType<TurnRecorded>().Select(t => t.RabbitResponse));
        Assert.Equal(["one", "two", "three"], events.TakeWhile(e => e is not TranscriptImported).OfType<TurnAnalysed>().SelectMany(t => t.Words!));
        Assert.Equal(events.OfType<TurnRecorded>().Select(t => t.Timestamp).Order(), events.OfType<TurnRecorded>().Select(t => t.Timestamp));
        await NoFileAsync(place);
        await place.SettleAsync();
        await place.VerifyAsync();
    }

    [Fact]
    public async Task Importing_twice_changes_nothing_and_a_longer_file_adds_what_is_new()
    {
        await using var place = await RabbitPlace.OpenAsync();
        string[] lines = ["""{"sessionId":"a","turnId":"1","childInput":"one"}""", """{"sessionId":"a","turnId":"2","childInput":"two"}""", """{"sessionId":"b","turnId":"1","childInput":"three"}"""];
        await EndAsync(place, await UploadAsync(place, "mina", lines[0], "a.jsonl"));
        var first = (await place.EventsAsync()).Count(e => e is TurnRecorded or SessionStarted);
        var again = await EndAsync(place, await UploadAsync(place, "mina", lines[0], "a.jsonl"));
        Assert.Equal((ImportStates.Completed, 1, 0), (again.State, (int)again.Summary["turns"]!, (int)again.Summary["new"]!));
        Assert.Equal(first, (await place.EventsAsync()).Count(e => e is TurnRecorded or SessionStarted));

        var longer = await EndAsync(place, await UploadAsync(place, "mina", string.Join('\n', lines), "a.jsonl"));
        Assert.Equal((3, 2), ((int)longer.Summary["turns"]!, (int)longer.Summary["new"]!));
        // The same of another child is another conversation.
        Assert.Equal(3, (int)(await EndAsync(place, await UploadAsync(place, "leo", string.Join('\n', lines), "a.jsonl"))).Summary["new"]!);
        Assert.Equal(6, (await place.EventsAsync()).OfType<TurnRecorded>().Count());
    }

    [Fact]
    public async Task An_import_whose_worker_dies_in_the_middle_goes_on_with_another_and_records_each_turn_once()
    {
        var (middle, never) = (Signal(), Signal());
        await using var place = await RabbitPlace.OpenAsync(null, services => Watch(services, async append =>
        {
            if (!append.Streams.SelectMany(s => s.Events).OfType<TranscriptTurnsRecorded>().Any(e => e.Turns == 200)) return;
            middle.TrySetResult();
            // As dead: nothing of this step is written, and no message is acknowledged.
            await never.Task;
        }), "--Workers:ShutdownTimeout=00:00:03");
        var import = await UploadAsync(place, "mina", s_long, "long.jsonl");
        await middle.Task.WaitAsync(TimeSpan.FromMinutes(3));
        Assert.Equal((ImportStates.Running, 100, 250), await StatusAsync(place, import) is var status ? (status!.State, status.Done, status.Total) : default);
        await place.StopWorkersAsync();

        await place.StartWorkerAsync();
        var ended = await EndAsync(place, import);

        never.TrySetCanceled();
        Assert.Equal((ImportStates.Completed, 250, 250), (ended.State, (int)ended.Summary["turns"]!, (int)ended.Summary["new"]!));
        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"word{i}"), (await place.EventsAsync()).OfType<TurnRecorded>().Select(t => t.ChildInput));
        await NoFileAsync(place);
    }

    [Fact]
    public async Task A_child_that_is_forgotten_in_the_middle_of_an_import_stays_forgotten()
    {
        var (middle, forgotten) = (Signal(), Signal());
        await using var place = await RabbitPlace.OpenAsync(null, services => Watch(services, async append =>
        {
            if (!append.Streams.SelectMany(s => s.Events).OfType<TranscriptTurnsRecorded>().Any(e => e.Turns == 200)) return;
            middle.TrySetResult();
            await forgotten.Task;
        }));
        var import = await UploadAsync(place, "mina", s_long, "long.jsonl");
        await middle.Task.WaitAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(1, (await place.DoAsync(new ForgetChild("mina"))).GetProperty("sessions").GetInt32());
        forgotten.TrySetResult();

        var ended = await EndAsync(place, import);
        Assert.Equal((ImportStates.Failed, "forgotten"), (ended.State, ended.Error!.Code));
        await NoFileAsync(place);
        await place.SettleAsync();
        var events = await place.EventsAsync();
        Assert.Equal(100, events.OfType<TurnRecorded>().Count());
        Assert.All(events.OfType<TurnRecorded>(), t => Assert.Null(t.ChildInput));
        await place.VerifyAsync();
    }

    [Fact]
    public async Task An_import_that_fails_again_and_again_is_given_up_and_its_file_is_removed()
    {
        var tries = 0;
        await using var place = await RabbitPlace.OpenAsync(null, services => Watch(services, append =>
        {
            if (!append.Streams.SelectMany(s => s.Events).OfType<TranscriptTurnsRecorded>().Any()) return Task.CompletedTask;
            Interlocked.Increment(ref tries);
            throw new InvalidOperationException("Refused: word7");
        }));
        var ended = await EndAsync(place, await UploadAsync(place, "mina", s_long, "long.jsonl"));

        Assert.True(tries > 1, "It was not retried.");
        Assert.Equal((ImportStates.Failed, "internal_error"), (ended.State, ended.Error!.Code));
        Assert.Contains($"{tries} times", ended.Error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("word7", ended.Error.Detail, StringComparison.Ordinal);
        await NoFileAsync(place);
        Assert.DoesNotContain(await place.EventsAsync(), e => e is TurnRecorded);
    }

    [Fact]
    public async Task A_child_that_is_only_known_by_an_import_can_be_forgotten_with_what_its_file_says()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var import = await UploadAsync(place, "mina", "Annabel: hi\nBertram: hello\n", "talk.txt");
        Assert.Contains("Choose one of the speakers: Annabel, Bertram.", (await EndAsync(place, import)).Error!.Detail, StringComparison.Ordinal);

        await place.DoAsync(new ForgetChild("mina"));

        // This process has forgotten the key at once.
        Assert.DoesNotContain("Annabel", (await StatusAsync(place, import))!.Error!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ann: hi\nBen: hello\n", "child_unknown", null, "the file does not show which speaker is the child.")]
    [InlineData("{\"sessionId\":\"a\"}\n{\"sessionId\":", "bad_line", 2, "")]
    [InlineData("@Begin\n@End\n", "no_utterances", null, "it contains no utterances.")]
    public async Task A_faulty_file_fails_with_its_line_and_the_next_step_and_is_removed(string content, string code, int? line, string says)
    {
        await using var place = await RabbitPlace.OpenAsync();
        var status = await EndAsync(place, await UploadAsync(place, "mina", content, "faulty.txt"));

        Assert.Equal((ImportStates.Failed, code), (status.State, status.Error!.Code));
        if (line is not null) Assert.NotNull(status.Error.Line);
        Assert.Contains(says, status.Error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(await place.EventsAsync(), e => e is SessionStarted);
        await NoFileAsync(place);
    }

    [Fact]
    public async Task What_nobody_asks_for_any_more_is_swept_and_an_import_without_its_file_says_so()
    {
        await using var place = await RabbitPlace.OpenAsync();
        // An upload whose command never came.
        var (unknown, _) = await PutAsync(place, "mina", Guid.NewGuid(), "Ann: hi", "a.txt");
        await place.DoAsync(new SweepTranscripts(DateTimeOffset.UtcNow));
        Assert.True(await place.ObjectStore.ExistsAsync(unknown.Key));

        Assert.Equal(1, (await place.DoAsync(new SweepTranscripts(DateTimeOffset.UtcNow.AddDays(8)))).GetProperty("removed").GetInt32());
        Assert.False(await place.ObjectStore.ExistsAsync(unknown.Key));
        var (import, command) = Command("mina", Guid.NewGuid(), unknown, "a.txt", null);
        Assert.Equal((409, "raw_object_missing"), await place.RefusalAsync(command));
        Assert.Null(await StatusAsync(place, import));
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Watch(IServiceCollection services, Func<Append, Task> before) =>
        services.AddSingleton<IEventStore>(s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), before));

    // As the API takes an upload in.
    private static async Task<Guid> UploadAsync(RabbitPlace place, string child, string content, string filename, string? speaker = null)
    {
        var id = Guid.NewGuid();
        var (stored, _) = await PutAsync(place, child, id, content, filename);
        await place.DoAsync(Command(child, id, stored, filename, speaker).Command);
        return id;
    }

    private static async Task<(StoredObject Stored, Guid Import)> PutAsync(RabbitPlace place, string child, Guid id, string content, string filename)
    {
        var draft = s_kind.Draft(new() { ["child_id"] = child });
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return (await place.ObjectStore.PutAsync(await s_kind.FolderAsync(draft, id, place.Services, default), Path.GetExtension(filename)[1..], bytes, 1_000_000), id);
    }

    private static (Guid Import, RegisterTranscript Command) Command(string child, Guid id, StoredObject stored, string filename, string? speaker)
    {
        // The folder says the import, which an unknown file has of its own.
        var import = Guid.Parse(stored.Key.Split('/')[2]);
        return (import, (RegisterTranscript)s_kind.Make(new() { ["child_id"] = child, ["speaker"] = speaker }, import, stored, $"transcript-{stored.Sha256[..12]}{Path.GetExtension(filename)}", "txt"));
    }

    private static async Task<ImportStatus?> StatusAsync(RabbitPlace place, Guid import)
    {
        var codec = place.Services.GetRequiredService<EventCodec>();
        var events = await place.Store.ReadTailAsync(s_kind.Stream(import), 0);
        return events.Count == 0 ? null : s_kind.StatusOf([.. events.Select(e => (IEvent)codec.Decode(e))]);
    }

    private static Task<ImportStatus> EndAsync(RabbitPlace place, Guid import) =>
        place.UntilAsync(async () => await StatusAsync(place, import) is { } status && ImportStates.IsFinal(status.State) ? status : null, $"the end of import {import}", seconds: 180);

    private static Task NoFileAsync(RabbitPlace place) =>
        place.UntilAsync(() => Task.FromResult(!Directory.Exists(Path.Combine(place.Objects, "transcript")) || Directory.GetFiles(Path.Combine(place.Objects, "transcript"), "*", SearchOption.AllDirectories).Length == 0), "the file to be removed");
}
