using System.Text;
using EventSourced.Laws.Tests.Histories;
using EventSourced.ReadTables;
using EventSourced.Testing;

namespace EventSourced.Laws.Tests.Worlds;

/// <summary>
/// A log with a history of every module, and the rows projected while it was written. The laws share it, and each starts with correct rows.
/// </summary>
/// <param name="catalog">The tables.</param>
public abstract class LawWorld(ReadTableCatalog catalog) : IAsyncLifetime
{
    /// <summary>
    /// The seed given by LAWS_SEED, a random one for <c>new</c>, otherwise a fixed one, so that results are reproducible.
    /// </summary>
    internal static int Seed { get; } = Environment.GetEnvironmentVariable("LAWS_SEED") is var said && int.TryParse(said, out var given) ? given
        : said == "new" ? Random.Shared.Next()
        : 20_261_121;

    internal ReadTableCatalog Catalog => catalog;

    internal History History { get; private set; } = null!;

    internal ProjectionWorld Main { get; private set; } = null!;

    /// <summary>Position of the last event.</summary>
    internal long End { get; private set; }

    /// <summary>The rows as they were projected while the log was written.</summary>
    internal TableRows Expected { get; private set; } = null!;

    /// <summary>A random number generator that depends on the seed and the law only, not on the laws run before.</summary>
    internal Random RandomFor(string law) => new(Seed ^ Encoding.UTF8.GetBytes(law).Aggregate(17, (hash, b) => unchecked((hash * 31) + b)));

    public async ValueTask InitializeAsync()
    {
        TestContext.Current.SendDiagnosticMessage($"{GetType().Name}: LAWS_SEED={Seed}");
        History = History.Create(catalog, RandomFor("history"));
        Main = await NewWorldAsync("laws");
        using var runtime = Main.NewRuntime(pageSize: RandomFor("live").Next(20, 200));
        await runtime.StartAsync(default);
        End = await History.AppendAsync(Main, History.Steps);
        await Main.WaitAsync(End);
        await runtime.StopAsync(default);
        Expected = await TableRows.ReadAsync(Main);
    }

    public async ValueTask DisposeAsync()
    {
        if (Main is not null) await Main.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal Task<ProjectionWorld> NewWorldAsync(string name) => ProjectionWorld.CreateAsync(name, catalog);

    /// <summary>Empties the tables and resets their positions to zero.</summary>
    internal async Task ResetAsync()
    {
        foreach (var table in catalog.Tables) await Main.ExecuteAsync($"TRUNCATE {table.QualifiedName}");
        await Main.ExecuteAsync("DELETE FROM es.dead_letters; UPDATE es.read_tables SET position = 0, state = 'running', error = NULL, incarnation = incarnation + 1");
    }

    /// <summary>Projects the rows again if a failed law has left wrong ones.</summary>
    internal async Task RestoreAsync()
    {
        var stopped = await Main.ScalarAsync<long>($"SELECT count(*) FROM es.read_tables WHERE state <> 'running' OR position <> {End}");
        if (stopped == 0 && (await TableRows.ReadAsync(Main)).DifferencesFrom(Expected).Count == 0) return;
        await ResetAsync();
        await Main.ProjectAsync(End);
    }
}
