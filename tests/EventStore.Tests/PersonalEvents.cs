using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.EventStore.Log;
using EventSourced.EventStore.Personal;

namespace EventSourced.EventStore.Tests;

public sealed class PersonalEvents(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PersonalWorld _world = new(log);

    [Fact]
    public async Task every_kind_of_value_is_decrypted_and_the_log_contains_none_in_plain_text()
    {
        var note = new NoteTaken("n", Guid.NewGuid(), "Mia misses \"Bär\" \u0007", 4711, ["Zacharias"], new Home("Lindengasse", 12.5), "writer", "Frau Dormann");
        var stream = Some.Stream();
        await using var store = new PostgresEventStore(log.DataSource, _world.Codec);
        await store.AppendAsync(Some.Append(new StreamAppend(stream, ExpectedVersion.NoStream, [note, note with { AuthorName = null }])));
        await store.BulkAppendAsync(Some.Append(new StreamAppend(stream, ExpectedVersion.Exactly(2), [note])));

        var events = await store.ReadStreamAsync(stream).ListAsync();
        Assert.Equal(3, events.Count);
        foreach (var e in (NoteTaken[])[_world.Read<NoteTaken>(events[0]), _world.Read<NoteTaken>(events[2])])
        {
            Assert.Equal(["Zacharias"], e.Friends);
            Assert.Equal(note, e with { Friends = note.Friends });
        }
        Assert.Null(_world.Read<NoteTaken>(events[1]).AuthorName);
        var stored = await log.ScalarAsync<string>($"select string_agg(e::text, ' ') from log.mt_events e where stream_id = '{stream}'");
        Assert.Contains(note.ChildId.ToString(), stored);
        foreach (var plain in (string[])["Mia", "4711", "Zacharias", "Lindengasse", "12.5", "Dormann"]) Assert.DoesNotContain(plain, stored);
        Assert.Equal(2, await log.ScalarAsync<long>($"select count(*) from es.personal_keys where subject in ('child/{note.ChildId}', 'writer')"));
    }

    [Fact]
    public async Task events_that_were_read_are_decrypted_without_another_query()
    {
        var note = new NoteTaken("n", Guid.NewGuid(), "Mia sleeps", 4711, ["Zacharias"], new Home("Lindengasse", 12.5), "writer", "Frau Dormann");
        var stream = Some.Stream();
        long position;
        await using (var store = new PostgresEventStore(log.DataSource, _world.Codec))
            position = (await store.AppendAsync(Some.Append(new StreamAppend(stream, ExpectedVersion.NoStream, [note])))).Position;
        // The look-up of a single key goes to a database that does not exist.
        await using var nowhere = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        var keys = new PersonalKeys(nowhere, LogFixture.Options, new PostgresSecretStore(log.DataSource, LogFixture.Options), log: new EventLogSource(log.DataSource));
        var codec = new EventCodec(PersonalWorld.Notes, [], new PersonalData(keys));
        await using var reading = new PostgresEventStore(log.DataSource, codec);
        foreach (var e in (RecordedEvent[])[(await reading.ReadPageAsync(position - 1, 1)).Events.Single(), (await reading.ReadTailAsync(stream, 0)).Single(), (await reading.ReadStreamsAsync([stream])).Single()])
            Assert.Equal("Frau Dormann", ((NoteTaken)codec.Decode(e)).AuthorName);
    }

    [Fact]
    public async Task a_value_is_encrypted_differently_each_time()
    {
        var note = new NoteTaken("n", Guid.NewGuid(), "same");
        Assert.NotEqual(PersonalWorld.Text(await _world.WriteAsync(note)), PersonalWorld.Text(await _world.WriteAsync(note)));
        Assert.True(_world.Codec.HasSameContent(note, note with { }));
        Assert.False(_world.Codec.HasSameContent(note, note with { Words = "other" }));
    }

    [Fact]
    public async Task forgotten_data_is_null_and_other_data_remains()
    {
        var (gone, stays) = (new NoteTaken("n", Guid.NewGuid(), "gone", 5, AuthorId: "w1", AuthorName: "Ada"), new NoteTaken("n", Guid.NewGuid(), "stays"));
        var (a, b) = (await _world.WriteAsync(gone), await _world.WriteAsync(stays));
        Assert.Equal(gone, _world.Read<NoteTaken>(a));

        Assert.Equal(1, await _world.Keys.DestroyAsync([$"child/{gone.ChildId}", "child/unknown"]));
        Assert.Equal(0, await _world.Keys.DestroyAsync([$"child/{gone.ChildId}"]));

        Assert.Equal(gone with { Words = null, Age = null }, _world.Read<NoteTaken>(a));
        Assert.Equal(stays, _world.Read<NoteTaken>(b));
        Assert.False(await log.ScalarAsync<bool>($"select wrapped is not null from es.personal_keys where subject = 'child/{gone.ChildId}'"));
    }

    [Fact]
    public async Task a_forgotten_subject_that_returns_gets_a_new_key()
    {
        var note = new NoteTaken("n", Guid.NewGuid(), "before");
        var before = await _world.WriteAsync(note);
        await _world.Keys.DestroyAsync([$"child/{note.ChildId}"]);
        var after = await _world.WriteAsync(note with { Words = "after" });
        Assert.Equal((null, "after"), (_world.Read<NoteTaken>(before).Words, _world.Read<NoteTaken>(after).Words));
        Assert.Equal(2, await log.ScalarAsync<long>($"select count(*) from es.personal_keys where subject = 'child/{note.ChildId}'"));
    }

    [Fact]
    public async Task modified_data_is_detected_and_not_quoted()
    {
        var note = new NoteTaken("n", Guid.NewGuid(), "words", 6);
        var json = JsonNode.Parse(PersonalWorld.Text(await _world.WriteAsync(note)))!.AsObject();
        var token = (string)json["words"]!;

        Refused("was modified", j => j["words"] = token[..^8] + (token[^8] == 'A' ? 'B' : 'A') + token[^7..]);
        Refused("was modified", j => (j["words"], j["age"]) = ((string)j["age"]!, token));
        Refused("was modified", j => j["child_id"] = Guid.NewGuid().ToString());
        Refused("was modified", j => j.Remove("child_id"));
        Refused("damaged", j => j["words"] = token[..40]);
        Refused("damaged", j => j["words"] = "enc1.");
        Refused("not even a destroyed one", j => j["words"] = $"enc1.{new string('A', 22)}{token[27..]}");
        // Another type, although member and subject are the same.
        var old = PersonalWorld.Text(await _world.WriteAsync(new OldNoteTaken("n", note.ChildId, "words"))).Replace("\"text\"", "\"words\"");
        Refused("was modified", j => j["words"] = (string)JsonNode.Parse(old)!["words"]!);
        var misfit = Refused("$.words", j => j["words"] = 12345678);
        Assert.DoesNotContain("12345678", misfit.ToString());

        EventDecodingException Refused(string why, Action<JsonObject> tamper)
        {
            var changed = json.DeepClone().AsObject();
            tamper(changed);
            var e = Assert.Throws<EventDecodingException>(() => _world.Codec.Decode(PersonalWorld.Recorded("toy.note_taken.v2", Encoding.UTF8.GetBytes(changed.ToJsonString()))));
            Assert.Contains(why, e.Message);
            return e;
        }
    }

    [Fact]
    public async Task old_versions_are_decrypted_with_their_former_names()
    {
        var world = new PersonalWorld(log, upcasters: [new TextToWords()]);
        var child = Guid.NewGuid();
        var old = await _world.WriteAsync(new OldNoteTaken("n", child, "long ago"));
        Assert.DoesNotContain("long ago", PersonalWorld.Text(old));
        Assert.Equal(new NoteTaken("n", child, "long ago"), world.Codec.Decode(old));
    }

    [Fact]
    public void data_from_before_a_member_was_personal_remains_readable()
    {
        var child = Guid.NewGuid();
        var recorded = PersonalWorld.Recorded("toy.note_taken.v2", Encoding.UTF8.GetBytes($$"""{"words": "in plain", "note_id": "n", "child_id": "{{child}}"}"""));
        Assert.Equal(new NoteTaken("n", child, "in plain"), _world.Codec.Decode(recorded));
    }

    [Fact]
    public async Task a_value_that_looks_encrypted_is_an_ordinary_value()
    {
        var note = new NoteTaken("n", Guid.NewGuid(), "enc1.AAAAAAAAAAAAAAAAAAAAAA.AAAA");
        Assert.Equal(note, _world.Read<NoteTaken>(await _world.WriteAsync(note)));
    }

    [Fact]
    public async Task personal_data_without_a_subject_is_refused()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(async () => await _world.Codec.EncodeAsync(new NoteTaken("n", Guid.NewGuid(), null, AuthorName: "Ada")));
        Assert.Contains("author_id", e.Message);
        Assert.DoesNotContain("Ada", e.Message);
        await _world.Codec.EncodeAsync(new NoteTaken("n", Guid.NewGuid(), null));
    }

    [Fact]
    public async Task a_codec_without_keys_supports_only_events_without_personal_data()
    {
        var bare = new EventCodec(PersonalWorld.Notes, []);
        var note = new NoteTaken("n", Guid.NewGuid(), "words");
        Assert.Contains("IPersonalData", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await bare.EncodeAsync(note))).Message);
        var written = await _world.WriteAsync(note);
        Assert.Contains("IPersonalData", Assert.Throws<InvalidOperationException>(() => bare.Decode(written)).Message);
        Assert.True(bare.HoldsPersonal("toy.note_taken.v2"));
        var plain = new ShopClosed("garden");
        Assert.Equal(JsonSerializer.Serialize(plain, ShopsJson.Default.ShopClosed), Encoding.UTF8.GetString((await LogFixture.Codec.EncodeAsync(plain)).Data));
        Assert.False(LogFixture.Codec.HoldsPersonal("toy.shop_closed.v1"));
    }

    private sealed class TextToWords : IUpcaster
    {
        public string From => "toy.note_taken.v1";

        public string To => "toy.note_taken.v2";

        public ReadOnlyMemory<byte> Upcast(ReadOnlyMemory<byte> data)
        {
            var json = JsonNode.Parse(data.Span)!.AsObject();
            (json["words"], json["text"]) = (json["text"]!.DeepClone(), null);
            return Encoding.UTF8.GetBytes(json.ToJsonString());
        }
    }
}
