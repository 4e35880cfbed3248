using System.Security.Cryptography;
using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.EventStore.Personal;

namespace EventSourced.EventStore.Tests;

public sealed class PersonalCommands(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PersonalData _data = new PersonalWorld(log).Data;

    [Fact]
    public async Task a_command_is_sent_encrypted_until_its_subject_is_forgotten()
    {
        var world = new PersonalWorld(log);
        var command = new TakeNote(Guid.NewGuid(), "Mia cried");
        var sent = await world.Data.ProtectAsync(typeof(TakeNote), Body(command));
        Assert.DoesNotContain("Mia", sent.GetRawText());
        var (body, forgotten) = await world.Data.UnprotectAsync(typeof(TakeNote), sent);
        Assert.Equal((command, false), (body.Deserialize<TakeNote>(CommandCatalog.Json), forgotten));

        await world.Keys.DestroyAsync([$"child/{command.ChildId}"]);
        (body, forgotten) = await world.Data.UnprotectAsync(typeof(TakeNote), sent);
        Assert.True(forgotten);
        Assert.Equal(command with { Words = null }, body.Deserialize<TakeNote>(CommandCatalog.Json));
    }

    [Fact]
    public async Task a_command_without_personal_data_is_not_changed()
    {
        var body = Body(new CountNotes(3));
        Assert.Equal(body.GetRawText(), (await _data.ProtectAsync(typeof(CountNotes), body)).GetRawText());
        Assert.False((await _data.UnprotectAsync(typeof(CountNotes), body)).Forgotten);
        Assert.Equal(SHA256.HashData("{}"u8), _data.HashOf(typeof(CountNotes), "{}"u8));
    }

    [Fact]
    public void the_hash_of_a_personal_request_cannot_be_guessed_without_the_master_key()
    {
        var master = RandomNumberGenerator.GetBytes(32);
        var (here, there, elsewhere) = (new PersonalWorld(log, master).Data, new PersonalWorld(log, master).Data, new PersonalWorld(log, RandomNumberGenerator.GetBytes(32)).Data);
        var hash = here.HashOf(typeof(TakeNote), "{}"u8);
        Assert.Equal(hash, there.HashOf(typeof(TakeNote), "{}"u8));
        Assert.NotEqual(hash, elsewhere.HashOf(typeof(TakeNote), "{}"u8));
        Assert.NotEqual(hash, here.HashOf(typeof(TakeNote), "{ }"u8));
        Assert.NotEqual(SHA256.HashData("{}"u8), hash);
    }

    private static JsonElement Body<T>(T command) => JsonSerializer.SerializeToElement(command, CommandCatalog.Json);
}
