using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Commands.Pulse.Weeks;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using EventSourced.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>Pulse on a real database and a real object store. Each test uses its own communities.</summary>
public sealed class PulseWorld : IAsyncLifetime
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImportOptions Options = new() { MaxDays = 4, Pauses = [TimeSpan.Zero, TimeSpan.Zero] };
    private static int _community;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"pulse-objects-{Guid.NewGuid():N}");
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    public NpgsqlDataSource DataSource => _database.DataSource;

    public PostgresEventStore Store { get; private set; } = null!;

    public EventCodec Codec { get; private set; } = null!;

    public IObjectStore Objects { get; private set; } = null!;

    public ISecretStore Secrets { get; private set; } = null!;

    public SourceImports Imports { get; private set; } = null!;

    internal StateReader Reader { get; private set; } = null!;

    public string Folder => _folder;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("pulse");
        await EventStoreSchema.ApplyAsync(DataSource);
        _services = new ServiceCollection()
            .AddSingleton(DataSource)
            .AddSingleton<ITableHints, LogHints>()
            .AddEventStore(new EventStoreOptions { ObjectFolder = _folder })
            .AddPulseCommands(Options)
            .AddCommandPipeline()
            .BuildServiceProvider();
        Store = _services.GetRequiredService<PostgresEventStore>();
        Codec = _services.GetRequiredService<EventCodec>();
        Objects = _services.GetRequiredService<IObjectStore>();
        Secrets = _services.GetRequiredService<ISecretStore>();
        Imports = _services.GetRequiredService<SourceImports>();
        Reader = _services.GetRequiredService<StateReader>();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Imports as another process runs them, on a store that a test may have decorated.</summary>
    public SourceImports OtherWorker(IEventStore store, IObjectStore? objects = null, ImportOptions? options = null) =>
        new(new StateReader(store, Codec), DataSource, Runner(store, objects, options), options ?? Options, TimeProvider.System, NullLogger<SourceImports>.Instance);

    /// <summary>A runner without a lock.</summary>
    internal ExportRunner Runner(IEventStore store, IObjectStore? objects = null, ImportOptions? options = null)
    {
        var reader = new StateReader(store, Codec);
        var analyser = new LexiconDayAnalyser();
        return new(reader, objects ?? Objects, Secrets, analyser, new WeekRefresher(reader, analyser), options ?? Options, TimeProvider.System);
    }

    /// <summary>Sends a command through the whole pipeline.</summary>
    public async Task<CommandResult> SendAsync(ICommand command, Guid? id = null) =>
        await _services.GetRequiredService<CommandDispatcher>().DispatchAsync(CommandEnvelope.For(command, id ?? Guid.NewGuid(), "tester", Noon));

    public async Task<CommandResult.Completed> DoAsync(ICommand command) => Assert.IsType<CommandResult.Completed>(await SendAsync(command));

    public async Task<Problem> RefuseAsync(ICommand command) => Assert.IsType<CommandResult.Rejected>(await SendAsync(command)).Problem;

    /// <summary>A community with a source "chat". All have the same hash key, so that results can be compared.</summary>
    public async Task<SourceScope> NewSourceAsync()
    {
        var scope = new CommunityScope($"garden-{Interlocked.Increment(ref _community)}", 1).Source("chat");
        await using (var key = DataSource.CreateCommand("insert into es.secrets (name, key) values ($1, $2)"))
        {
            key.Parameters.Add(new NpgsqlParameter<string> { TypedValue = scope.Community.KeyName });
            key.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = [0, .. SHA256.HashData("key"u8)] });
            await key.ExecuteNonQueryAsync();
        }
        await DoAsync(new CreateCommunity(scope.CommunityId, "Garden"));
        await DoAsync(new CreateSource(scope.CommunityId, scope.SourceId, "Chat"));
        return scope;
    }

    public async Task<RegisterExport> UploadAsync(SourceScope scope, byte[] bytes, string fileType = "txt", string? sourceId = "chat", Guid? exportId = null)
    {
        var stored = await Objects.PutAsync(await UploadFolder.OfAsync(Store, Codec, scope.CommunityId, default), fileType, new MemoryStream(bytes), long.MaxValue);
        return new RegisterExport(exportId ?? Guid.NewGuid(), scope.CommunityId, sourceId, stored.Key, "chat." + fileType, fileType, stored.Size, stored.Sha256);
    }

    public async Task<Guid> RegisterAsync(SourceScope scope, string text, string? sourceId = "chat", Guid? exportId = null)
    {
        var command = await UploadAsync(scope, Encoding.UTF8.GetBytes(text), sourceId: sourceId, exportId: exportId);
        await DoAsync(command);
        return command.ExportId;
    }

    public async Task<Guid> ImportAsync(SourceScope scope, string text)
    {
        var id = await RegisterAsync(scope, text);
        await Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        return id;
    }

    public async Task<IReadOnlyList<IEvent>> EventsAsync(string stream) => [.. (await FactsAsync(stream)).Select(f => f.Event)];

    internal async Task<IReadOnlyList<Fact>> FactsAsync(string stream) => (await Reader.LoadAsync(new AllFacts(stream), default)).Facts;

    internal async Task<ExportState> ExportAsync(Guid id) => await Reader.LoadAsync(new ExportState(id), default);

    internal async Task<CommunityState> CommunityAsync(string id) => await Reader.LoadAsync(new CommunityState(id), default);

    public async Task<T?> LastAsync<T>(string stream) where T : class => (await EventsAsync(stream)).OfType<T>().LastOrDefault();

    /// <summary>The current days and weeks of a source, and the totals of an export, without what differs between imports.</summary>
    public async Task<string> StateAsync(SourceScope scope, Guid? export = null, bool withAnalyses = true)
    {
        var text = new StringBuilder();
        foreach (var stream in await Store.FindStreamsAsync(scope.Stream + "/"))
        {
            var events = await EventsAsync(stream);
            text.AppendLine(stream);
            var hashes = new SortedSet<string>(StringComparer.Ordinal);
            var messages = 0;
            foreach (var recorded in events.OfType<DayMessagesRecorded>())
            {
                messages += recorded.ContentHashes.Count;
                hashes.UnionWith(recorded.Messages.Select(m => $"{m.ContentHash} {m.SenderHash}"));
            }
            // A message recorded twice shows as a difference between the numbers.
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{messages} {hashes.Count} {string.Join(' ', hashes)}");
            foreach (var last in events.Where((e, i) => e is not (DayMessagesRecorded or DayCleared or WeekRemoved) || (i == events.Count - 1 && e is not DayMessagesRecorded)).GroupBy(e => e.GetType()).Select(g => g.Last()).OrderBy(e => e.GetType().Name))
            {
                var e = last is DayDigested digested ? digested with { ExportId = default, Analysis = withAnalyses ? digested.Analysis : null!, CoveredMessages = withAnalyses ? digested.CoveredMessages : 0 } : last;
                if (withAnalyses || e is DayDigested) text.AppendLine(Encoding.UTF8.GetString((await Codec.EncodeAsync(e)).Data));
            }
        }
        if (export is { } id)
        {
            var state = await ExportAsync(id);
            var days = await LastAsync<ExportDaysProcessed>(PulseStreams.Export(id));
            var weeks = await LastAsync<ExportWeeksStarted>(PulseStreams.Export(id));
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture,
                $"{state.Stage} {state.Scanned?.MessageCount} {state.Scanned?.DaysTotal} {days?.DaysProcessed} {days?.NewMessageCount} {weeks?.WeeksTotal} {state.WeeksProcessed}");
        }
        return text.ToString().Replace(scope.CommunityId, "COMMUNITY", StringComparison.Ordinal);
    }

    /// <summary>Finds exports by reading all of them from the log.</summary>
    internal sealed class LogHints(StateReader reader) : ITableHints
    {
        public async Task<IReadOnlyList<Guid>> FindAsync(TableHint hint, DateTimeOffset time, int limit, CancellationToken cancellationToken = default) =>
            await FindAsync(e => hint != ExportHints.ExpiredRaw || (e.RawDeleteAfter <= time && !e.RawDeleted));

        public async Task<LookupResult> FindAsync(TableLookup lookup, string value, CancellationToken cancellationToken = default) =>
            new(await FindAsync(e => e.Registered!.ObjectKey == value), 0);

        public Task<IReadOnlyList<string>> FindTextsAsync(TextHint hint, long id, string after, int limit, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Exports are not found by texts.");

        private async Task<IReadOnlyList<Guid>> FindAsync(Func<ExportState, bool> wanted)
        {
            List<Guid> found = [];
            foreach (var stream in await reader.Store.FindStreamsAsync("pulse/export/"))
                if (await reader.LoadAsync(new ExportState(Guid.Parse(stream[^36..])), default) is var export && wanted(export)) found.Add(export.ExportId);
            return found;
        }
    }

    private sealed class AllFacts(string stream) : StreamState(stream)
    {
        public List<Fact> Facts { get; } = [];

        protected override void When(Fact fact) => Facts.Add(fact);
    }
}
