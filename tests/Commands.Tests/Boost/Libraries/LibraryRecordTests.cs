using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Libraries;

/// <summary>What a description of libraries says that is new.</summary>
public sealed class LibraryRecordTests
{
    private const string Version = "boost-1.84.0";

    private readonly LibraryRepositoryState _state = new("boostorg/math");
    private readonly People _people = new();

    [Fact]
    public async Task The_same_again_is_nothing_and_what_is_missing_changes_nothing()
    {
        LibraryEntry[] math = [new() { Key = "math", Name = "Math", Description = "Sums.", CppVersion = "11", Authors = [new("Ada", null)], Categories = ["Math"] }];
        Assert.Equal(1, (await RecordAsync(math)).Changed);
        Assert.Empty((await RecordAsync(math)).OfRepository);

        var changed = (await RecordAsync([new() { Key = "math", Name = "Math", Documentation = "doc/" }])).OfRepository;
        var library = Assert.Single(Assert.IsType<LibrariesRecorded>(Assert.Single(changed)).Libraries);
        Assert.Equal(("Sums.", "doc/", "11", 0, 0), (library.Description, library.Documentation, library.CppVersion, library.People.Count, library.Categories.Count));
    }

    [Fact]
    public async Task Roles_are_only_added_within_a_release_and_begin_anew_in_the_next()
    {
        await RecordAsync([new() { Key = "math", Name = "Math", Authors = [new("Ada", null)] }]);
        var more = await RecordAsync([new() { Key = "math", Name = "Math", Maintainers = [new("Ada", "ada@users.example"), new("Bob", null)] }]);
        var people = Assert.IsType<LibrariesRecorded>(Assert.Single(more.OfRepository)).Libraries[0].People;
        Assert.Equal([new(-1, true, true), new(-2, false, true)], people);

        var next = await RecordAsync([new() { Key = "math", Name = "Math", Maintainers = [new("Ada", null)] }], "boost-1.85.0");
        Assert.Equal([new(-1, false, true)], Assert.IsType<LibrariesRecorded>(Assert.Single(next.OfRepository)).Libraries[0].People);
        Assert.Empty(next.Names);
    }

    [Fact]
    public async Task A_login_comes_before_a_name_and_an_address_is_added_once()
    {
        _people.Know("ada", 4711);
        LibraryEntry[] entries = [new() { Key = "math", Name = "Math", Authors = [new("Ada", "ada@users.example")], Maintainers = [new("ADA", "Ada@users.example"), new("", "x@users.example")] }];
        var loaded = new LibraryPeople(await NamedPeople.LoadAsync(_people, entries, default));
        var record = LibraryRecord.Of(_state, Version, "math", entries, loaded);
        Assert.Equal([new(4711, true, true), new(-1, false, true)], record.OfRepository.OfType<LibrariesRecorded>().Single().Libraries[0].People);

        var events = loaded.AppendTo(Decision.Nothing).Events;
        Assert.Equal(["github:4711 1 ada@users.example True", "github:-1 1 x@users.example True"], events.OfType<EmailAdded>().Select(e => $"{e.Profile} {e.Number} {e.Email} {e.IsPrimary}").OrderDescending());
        Assert.Equal("unknown", Assert.Single(events.OfType<UnknownPersonNamed>()).DisplayName);
    }

    [Fact]
    public async Task Entries_of_one_name_are_one_library()
    {
        var record = await RecordAsync([new() { Key = "math/a", Name = "A", Description = "first" }, new() { Key = "math/a", Name = "A", Categories = ["Math"] }]);
        var library = Assert.Single(record.OfRepository.OfType<LibrariesRecorded>().Single().Libraries);
        Assert.Equal(("first", 1), (library.Description, library.Categories.Count));
    }

    private async Task<LibraryRecord> RecordAsync(IReadOnlyList<LibraryEntry> entries, string version = Version)
    {
        var record = LibraryRecord.Of(_state, version, "math", entries, new LibraryPeople(await NamedPeople.LoadAsync(_people, entries, default)));
        _state.After(Facts.From(_state.Version + 1, record.OfRepository));
        return record;
    }

    /// <summary>Streams of people. Those without accounts are one state that remembers.</summary>
    private sealed class People : IStateSource
    {
        private readonly Dictionary<string, StreamState> _states = [];

        public void Know(string login, long id) => _states[new UsernameState(login).Stream] = new UsernameState(login).After(Facts.Of(new GitHubUsernameTaken(login, id)));

        public ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState
        {
            if (!_states.TryGetValue(stream.Stream, out var state)) _states[stream.Stream] = state = stream;
            return ValueTask.FromResult((TState)state);
        }
    }
}
