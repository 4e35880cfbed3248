using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitForgettingTests
{
    private static readonly string[] s_words = ["ぱんだちゃん", "ひみつきち", "おばあちゃんち"];
    private static readonly Guid s_foreign = Guid.CreateVersion7();

    [Fact]
    public async Task A_forgotten_child_has_counts_but_no_words_in_live_and_rebuilt_tables()
    {
        await using var world = await ProductWorld.OpenAsync();
        var (child, other) = await FillAsync(world);
        var counts = await CountsAsync();
        var others = await TextsAsync(other);
        Assert.Equal(4, (await TextsAsync(child)).Count(row => row != "-|-|-|-"));

        Assert.Equal(2, (await world.DoAsync(new ForgetChild(child))).GetProperty("sessions").GetInt32());
        await world.SettleAsync();

        await AssertScrubbedAsync();
        await world.VerifyAsync("rabbit");
        await world.RebuildAsync("rabbit");
        await world.CatchUpAsync();
        await AssertScrubbedAsync();
        Assert.Equal([s_foreign], VoicesLeft(world));

        // Again, and for unknown ids.
        Assert.Equal(0, (await world.DoAsync(new ForgetChild(child))).GetProperty("sessions").GetInt32());
        Assert.Equal((404, "child_not_found"), await world.RefusalAsync(new ForgetChild("nobody")));
        Assert.Equal((404, "session_not_found"), await world.RefusalAsync(new ForgetChild(null, Guid.CreateVersion7())));
        Assert.Equal((409, "session_has_child"), await world.RefusalAsync(new ForgetChild(null, Guid.Parse((await world.RowsAsync("select id from rabbit.sessions where child_id = $1", other))[0]))));

        // The child returns: a new key, and the forgotten data stays unreadable.
        var (again, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.DoAsync(new StartSession(again, child));
        await world.DoAsync(new RecordTurn(again, turn, "ただいま"));
        await world.SettleAsync();
        Assert.Equal(["ただいま"], await world.RowsAsync("select child_input from rabbit.conversation_turns where session_id = $1", $"{again}"));
        Assert.Equal(1, (await world.DoAsync(new ForgetChild(child))).GetProperty("sessions").GetInt32());
        await world.SettleAsync();
        Assert.Equal(["-"], await world.RowsAsync("select child_input from rabbit.conversation_turns where session_id = $1", $"{again}"));
        await world.VerifyAsync("rabbit");

        async Task AssertScrubbedAsync()
        {
            Assert.Equal(["-|-|-|-"], (await TextsAsync(child)).Distinct());
            Assert.Equal(["0|0|0"], await world.RowsAsync("""
                select (select count(*) from rabbit.vocabulary v where v.session_id in (select id from rabbit.sessions where child_id = $1) and word <> ''),
                       (select count(*) from rabbit.highlights h where h.session_id in (select id from rabbit.sessions where child_id = $1) and (description is not null or excerpt is not null)),
                       (select count(*) from rabbit.sessions where child_id = $1 and active = 1)
                """, child));
            Assert.Equal(counts, await CountsAsync());
            Assert.Equal(others, await TextsAsync(other));
        }

        Task<IReadOnlyList<string>> TextsAsync(string id) => world.RowsAsync("""
            select child_input, rabbit_response, child_audio_r2_key, rabbit_audio_r2_key from rabbit.conversation_turns
            where session_id in (select id from rabbit.sessions where child_id = $1) order by id
            """, id);

        Task<IReadOnlyList<string>> CountsAsync() => world.RowsAsync("""
            select s.id, turn_count, (select count(*) from rabbit.vocabulary v where v.session_id = s.id), (select count(*) from rabbit.highlights h where h.session_id = s.id),
                (select string_agg(result ->> 'wordsExtracted', ',' order by j.created_at) from rabbit.analysis_jobs j join rabbit.conversation_turns t on t.id = j.turn_id where t.session_id = s.id)
            from rabbit.sessions s order by s.id
            """);
    }

    [Fact]
    public async Task A_turn_that_is_forgotten_before_its_analysis_is_counted_and_its_job_has_the_reason()
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var forgotten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), async append =>
            {
                if (!append.Streams.SelectMany(stream => stream.Events).OfType<TurnAnalysed>().Any()) return;
                found.TrySetResult();
                await forgotten.Task;
            })));
        var (session, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.DoAsync(new StartSession(session, "child-1"));
        await world.DoAsync(new RecordTurn(session, turn, s_words[0]));
        await found.Task.WaitAsync(TimeSpan.FromMinutes(3));
        await world.CatchUpAsync();
        Assert.Equal([$"{turn}|pending|-"], await JobsAsync());

        Assert.Equal(1, (await world.DoAsync(new ForgetChild("child-1"))).GetProperty("sessions").GetInt32());
        await world.CatchUpAsync();
        Assert.Equal([$"{turn}|failed|The turn was forgotten before it was analysed."], await JobsAsync());

        // The result of the analysis is recorded too late.
        var asked = (await world.Store.ReadStreamsAsync([$"rabbit-session-{session}"])).Single(e => e.Type.Contains("turn_recorded", StringComparison.Ordinal)).Id;
        forgotten.SetResult();
        Assert.Equal("completed", (await world.OutcomeAsync(DerivedId.Of($"{asked} rabbit.analyze_turn"))).Status);
        await world.CatchUpAsync();
        Assert.Empty((await world.EventsAsync()).OfType<TurnAnalysed>());
        Assert.Equal([$"{turn}|failed|The turn was forgotten before it was analysed."], await JobsAsync());
        Assert.Equal(["1|0|0|-"], await world.RowsAsync("""
            select turn_count, (select count(*) from rabbit.vocabulary), (select count(*) from rabbit.highlights), (select child_input from rabbit.conversation_turns) from rabbit.sessions
            """));
        await world.VerifyAsync("rabbit");

        Task<IReadOnlyList<string>> JobsAsync() => world.RowsAsync("select turn_id, status, result ->> 'error' from rabbit.analysis_jobs");
    }

    [Fact]
    public async Task A_session_without_a_child_is_forgotten_by_its_own_id()
    {
        await using var world = await ProductWorld.OpenAsync();
        Guid[] sessions = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        foreach (var session in sessions)
        {
            await world.DoAsync(new StartSession(session));
            await SayAsync(world, session, $"{s_words[0]} だいすき");
        }
        await world.SettleAsync();
        var other = await WordsAsync(sessions[1]);
        Assert.StartsWith($"{s_words[0]} だいすき|", other.Single());

        Assert.Equal(1, (await world.DoAsync(new ForgetChild(null, sessions[0]))).GetProperty("sessions").GetInt32());
        await world.SettleAsync();

        Assert.Equal(["-|-|-|-|1|2||0|0"], await WordsAsync(sessions[0]));
        Assert.Equal(other, await WordsAsync(sessions[1]));
        Assert.Equal([sessions[1]], VoicesLeft(world));
        Assert.Equal(0, (await world.DoAsync(new ForgetChild(null, sessions[0]))).GetProperty("sessions").GetInt32());
        await world.VerifyAsync("rabbit");

        Task<IReadOnlyList<string>> WordsAsync(Guid session) => world.RowsAsync("""
            select t.child_input, t.rabbit_response, t.child_audio_r2_key, t.rabbit_audio_r2_key, s.turn_count,
                (select count(*) from rabbit.vocabulary v where v.session_id = s.id), (select string_agg(distinct word, ',') from rabbit.vocabulary v where v.session_id = s.id),
                (select count(*) from rabbit.highlights h where h.session_id = s.id and description is not null), s.active
            from rabbit.sessions s join rabbit.conversation_turns t on t.session_id = s.id where s.id = $1
            """, $"{session}");
    }

    [Fact]
    public async Task Spoken_answers_to_a_forgotten_child_are_deleted()
    {
        await using var world = await ProductWorld.OpenAsync();
        var (child, other) = await FillAsync(world);
        var (own, others) = (await AnswersAsync(child), await AnswersAsync(other));
        // The same answer is synthesised once.
        Assert.Equal(own.Concat(others).Distinct().Order(), Spoken());
        Assert.Single(others);

        await world.DoAsync(new ForgetChild(child));

        Assert.Equal(others, Spoken());

        Task<IReadOnlyList<string>> AnswersAsync(string id) => world.RowsAsync("""
            select distinct rabbit_audio_r2_key from rabbit.conversation_turns where session_id in (select id from rabbit.sessions where child_id = $1)
            """, id);

        IEnumerable<string> Spoken() => Directory.EnumerateFiles(Path.Combine(world.Objects, "tts")).Select(f => $"tts/{Path.GetFileName(f)}").Order();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_turn_that_arrives_while_its_child_is_forgotten_leaves_neither_recording_nor_answer(bool turnIsFirst)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holds = false;
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), async append =>
            {
                var events = append.Streams.SelectMany(stream => stream.Events);
                if (!Volatile.Read(ref holds) || !(turnIsFirst ? events.OfType<SessionClosed>().Any() : events.OfType<TurnRecorded>().Any())) return;
                Volatile.Write(ref holds, false);
                held.TrySetResult();
                await go.Task;
            })));
        var session = Guid.CreateVersion7();
        await world.DoAsync(new StartSession(session, "child-1"));
        await SayAsync(world, session, $"{s_words[0]} だいすき");
        await world.SettleAsync();

        // Either of the two reads the session before the other and writes after it.
        Volatile.Write(ref holds, true);
        var (turn, forget) = (new Turn(session, $"{s_words[1]} だいすき"), new ForgetChild("child-1"));
        await KeepVoiceAsync(world, turn);
        var slow = turnIsFirst ? await world.SendAsync(forget) : await world.SendAsync(turn.Record);
        await held.Task.WaitAsync(TimeSpan.FromMinutes(3));
        var fast = turnIsFirst ? await world.SendAsync(turn.Record) : await world.SendAsync(forget);
        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(fast)).Status);
        go.SetResult();
        Assert.Equal(turnIsFirst ? CommandStatus.Completed : CommandStatus.Rejected, (await world.OutcomeAsync(slow)).Status);

        Assert.Empty(Directory.EnumerateFiles(world.Objects, "*", SearchOption.AllDirectories));
        await world.SettleAsync();
        Assert.Equal(["-"], (await world.RowsAsync("select child_input from rabbit.conversation_turns")).Distinct());
        await world.VerifyAsync("rabbit");
    }

    [Fact]
    public async Task A_forgotten_child_s_words_are_in_no_byte_of_dump_objects_logs_and_broker()
    {
        await using var servers = await EventSourced.Testing.TestServers.StartPrivateAsync();
        await using var world = await ProductWorld.OpenAsync(servers, null);
        var (child, _) = await FillAsync(world);
        // The words themselves; and a check that the search finds existing ones.
        Assert.Equal(s_words, ByteSearch.Found(s_words, await ByteSearch.DumpAsync(world)));
        // Copies of the tables, and differences between them, as an administrator makes them.
        await world.RowsAsync("update rabbit.vocabulary set word = word || '!'");
        await world.RowsAsync($"insert into rabbit.highlights (id, ordinal, turn_id, session_id, timestamp, type, excerpt) values (1, 0, 't', 's', 1, 'new_word', '{s_words[1]}')");
        await world.FindDifferencesAsync("rabbit");
        await world.RebuildAsync("rabbit");
        await world.ReplayAsync("rabbit", "before");
        Assert.Equal(["before_rabbit", "inactive2_rabbit_conversation_turns"], await world.RowsAsync("""
            select schemaname from pg_tables where tablename = 'conversation_turns' and schemaname <> 'rabbit' order by 1
            """));

        await world.DoAsync(new ForgetChild(child));
        await world.SettleAsync();
        await world.UntilAsync(async () => await world.ScalarAsync<long>("select count(*) from pg_tables where tablename in ('conversation_turns', 'vocabulary', 'highlights')") == 3, "the end of the copies");
        var dump = await ByteSearch.DumpAsync(world);
        await world.StopWorkersAsync();
        await servers.Broker!.StopAsync();

        Assert.Empty(ByteSearch.Found(s_words, dump));
        Assert.Equal(["いぬごや"], ByteSearch.Found(["いぬごや"], dump));
        Assert.Empty(ByteSearch.Found(s_words, ByteSearch.Files(world.Objects)));
        Assert.NotEmpty(world.Log);
        Assert.Empty(ByteSearch.Found(s_words, world.Log.Select(System.Text.Encoding.UTF8.GetBytes)));
        var broker = Path.Combine(servers.DataDirectory, "rabbitmq");
        // The search works: it finds the ids of this test's commands.
        Assert.NotEmpty(ByteSearch.Found(["rabbit.record_turn"], ByteSearch.Files(broker)));
        Assert.Empty(ByteSearch.Found(s_words, ByteSearch.Files(broker)));
    }

    /// <summary>Two sessions of one child and one of another, each turn with a voice.</summary>
    private static async Task<(string Child, string Other)> FillAsync(ProductWorld world)
    {
        Guid[] own = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        foreach (var session in own)
        {
            await world.DoAsync(new StartSession(session, "child-1"));
            await SayAsync(world, session, $"{s_words[0]} だいすき {s_words[1]}");
            await SayAsync(world, session, s_words[2]);
        }
        await world.DoAsync(new StartSession(s_foreign, "child-2"));
        await SayAsync(world, s_foreign, "いぬごや みた");
        await world.SettleAsync();
        return ("child-1", "child-2");
    }

    private static async Task SayAsync(ProductWorld world, Guid session, string text)
    {
        var turn = new Turn(session, text);
        await KeepVoiceAsync(world, turn);
        await world.DoAsync(turn.Record);
    }

    // Text instead of sound, so that it can be searched.
    private static Task KeepVoiceAsync(ProductWorld world, Turn turn) =>
        world.ObjectStore.PutNamedAsync(turn.Record.ChildAudioKey!, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(turn.Text)), 1_000);

    private sealed record Turn(Guid Session, string Text)
    {
        public RecordTurn Record { get; } = Of(Session, Guid.CreateVersion7(), Text);

        private static RecordTurn Of(Guid session, Guid turn, string text) => new(session, turn, text, ChildAudioKey: $"raw/{session}/{turn}.webm", Source: "spoken");
    }

    /// <summary>The sessions of the stored recordings.</summary>
    private static IEnumerable<Guid> VoicesLeft(ProductWorld world) =>
        Directory.EnumerateFiles(world.Objects, "*.webm", SearchOption.AllDirectories).Select(f => Guid.Parse(Path.GetFileName(Path.GetDirectoryName(f)!)));
}
