using System.Security.Cryptography;
using EventSourced.EventStore.Personal;

namespace EventSourced.EventStore.Tests;

public sealed class PersonalKeysOfProcesses(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PersonalWorld _one = new(log), _other = new(log);

    [Fact]
    public async Task a_key_that_another_process_destroyed_never_encrypts_again()
    {
        var note = new NoteTaken("n", Guid.NewGuid(), "words");
        var before = await _one.WriteAsync(note);
        Assert.Equal(note, _one.Read<NoteTaken>(before));
        await _other.Keys.DestroyAsync([$"child/{note.ChildId}"]);

        // While the key is still cached for decryption.
        var after = await _one.WriteAsync(note);
        Assert.Equal((null, "words"), (_other.Read<NoteTaken>(before).Words, _other.Read<NoteTaken>(after).Words));
    }

    [Fact]
    public async Task a_key_that_another_process_destroyed_decrypts_for_30_seconds_at_most()
    {
        var note = new NoteTaken("n", Guid.NewGuid(), "words");
        var recorded = await _one.WriteAsync(note);
        Assert.Equal(note, _one.Read<NoteTaken>(recorded));
        await _other.Keys.DestroyAsync([$"child/{note.ChildId}"]);

        _one.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("words", _one.Read<NoteTaken>(recorded).Words);
        // Reading does not extend the time.
        _one.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_one.Read<NoteTaken>(recorded).Words);
    }

    [Fact]
    public void a_key_that_was_looked_up_while_keys_were_destroyed_is_not_cached()
    {
        var cache = new PersonalKeyCache(TimeProvider.System);
        var (cached, late) = (Guid.NewGuid(), Guid.NewGuid());
        cache.Add(cached, "a", [1], cache.Now());
        var lookup = cache.Now();
        cache.Purge(new HashSet<string> { "b" });
        cache.Add(late, "b", [2], lookup);
        Assert.True(cache.TryFind(cached, out _));
        Assert.False(cache.TryFind(late, out _));
        for (var i = 0; i < 10_001; i++) cache.Add(Guid.NewGuid(), "c", null, cache.Now());
        Assert.False(cache.TryFind(cached, out _));
    }

    [Fact]
    public async Task processes_that_encrypt_for_a_new_subject_at_once_use_one_key()
    {
        var child = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? _one : _other).WriteAsync(new NoteTaken("n", child, "words")))));
        Assert.Equal(1, await log.ScalarAsync<long>($"select count(*) from es.personal_keys where subject = 'child/{child}'"));
    }

    [Fact]
    public async Task a_wrong_master_key_is_reported_as_a_fault_of_the_configuration()
    {
        var master = RandomNumberGenerator.GetBytes(32);
        var note = new NoteTaken("n", Guid.NewGuid(), "words");
        var recorded = await new PersonalWorld(log, master).WriteAsync(note);
        Assert.Equal(note, new PersonalWorld(log, master).Read<NoteTaken>(recorded));

        var wrong = new PersonalWorld(log, RandomNumberGenerator.GetBytes(32));
        Assert.Contains("PersonalMasterKey", Assert.Throws<PersonalKeyException>(() => wrong.Read<NoteTaken>(recorded)).Message);
        await Assert.ThrowsAsync<PersonalKeyException>(() => wrong.WriteAsync(note));
        Assert.Throws<PersonalKeyException>(() => _one.Read<NoteTaken>(recorded));
        Assert.Throws<ArgumentException>(() => new EventStoreOptions { PersonalMasterKey = new byte[16] });
    }

    [Fact]
    public async Task a_key_that_was_moved_to_another_subject_cannot_be_unwrapped()
    {
        var note = new NoteTaken("n", Guid.NewGuid(), "words");
        var recorded = await _one.WriteAsync(note);
        await log.ExecuteAsync($"update es.personal_keys set subject = 'child/moved' where subject = 'child/{note.ChildId}'");
        Assert.Throws<PersonalKeyException>(() => _other.Read<NoteTaken>(recorded));
        await log.ExecuteAsync($"update es.personal_keys set subject = 'child/{note.ChildId}' where subject = 'child/moved'");
        var stranger = Guid.NewGuid();
        await log.ExecuteAsync($"update es.personal_keys set subject = 'child/{stranger}' where subject = 'child/{note.ChildId}'");
        await Assert.ThrowsAsync<PersonalKeyException>(() => _one.WriteAsync(note with { ChildId = stranger }));
    }

    [Fact]
    public async Task no_key_is_stored_unwrapped()
    {
        var (id, key) = await _one.Keys.CurrentAsync("bare");
        Assert.Equal(key, _other.Keys.Find(id));
        var stored = await log.ScalarAsync<byte[]>("select wrapped from es.personal_keys where subject = 'bare'");
        Assert.True(stored.AsSpan().IndexOf(key) < 0);
    }
}
