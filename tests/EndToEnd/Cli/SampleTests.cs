using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Commands;
using EventSourced.Cli.Demo;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Modules;
using EventSourced.Projections;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Cli;

/// <summary>The files of <c>samples/MODULE/</c>, checked without a system: <see cref="DemoTests"/> execute them.</summary>
public sealed class SampleTests
{
    private static readonly string s_root = Path.Combine(EsProgram.Root, "samples");

    public static TheoryData<string> Modules => [.. All.Select(s => s.Module)];

    private static IReadOnlyList<ModuleSamples> All => ModuleSamples.Load(s_root, ModuleCatalog.Default.All.Select(m => m.Name));

    [Fact]
    public void Every_module_has_samples_with_all_their_facts()
    {
        Assert.Equal(ModuleCatalog.Default.All.Select(m => m.Name), All.Select(s => s.Module));
        Assert.True(All.Sum(s => s.Facts.Facts.Count) >= 77);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Steps_are_valid_commands_and_their_files_exist(string module)
    {
        var samples = All.Single(s => s.Module == module);
        var root = EsCommand.Build(new Screen(), EsProgram.Tools);
        foreach (var step in samples.Import.Steps.Where(s => s.Send is null))
        {
            Assert.Empty(Faults.Of(root.Parse([.. SampleImporter.Words(samples, step)])));
            Assert.All(step.Files ?? [], file => Assert.True(File.Exists(Path.Combine(samples.Folder, file)), file));
        }
        var imported = samples.Import.Steps.SelectMany(s => s.Files ?? []).ToList();
        Assert.Distinct(imported);
        var there = Directory.EnumerateFiles(samples.Folder).Where(f => !ModuleSamples.IsMetadata(f) && Path.GetExtension(f) != ".md").Select(f => Path.GetFileName(f)!);
        // What is not imported is a sample of a parser.
        var parsed = EsProgram.Tools.FuzzTargets.Where(t => t.Folder == module).SelectMany(t => t.Endings).ToList();
        Assert.All(there.Except(imported), file => Assert.Contains(parsed, ending => file.EndsWith(ending, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Requests_are_valid_and_need_only_values_that_were_kept_before(string module)
    {
        var samples = All.Single(s => s.Module == module);
        foreach (var step in samples.Import.Steps.Where(s => s.Send is not null))
        {
            Assert.True(ModuleSamples.IsMetadata(step.Send!) && step.UnlessSql is not null, step.Send);
            HashSet<string> kept = [.. step.With.Keys];
            foreach (var line in File.ReadLines(Path.Combine(samples.Folder, step.Send!)))
            {
                Assert.Superset(SampleRequests.NeededBy(line).ToHashSet(), kept);
                kept.UnionWith(ModuleSamples.Parse<SampleRequest>(line).Keep?.Keys ?? []);
            }
        }
    }

    [Fact]
    public void A_step_without_parameters_needs_no_with() => Assert.Empty(ModuleSamples.Parse<SampleStep>("{\"import\": \"list\", \"files\": [\"list.txt\"]}").With);

    [Fact]
    public void Values_of_answers_are_found_by_members_and_by_items()
    {
        var answer = JsonNode.Parse("""{"beds": [{"name": "west", "id": 1}, {"name": "main bed", "id": "2"}], "run": {"id": 3}}""");
        Assert.Equal(("2", "3"), (SampleRequests.Find(answer, "beds[name=main bed].id"), SampleRequests.Find(answer, "run.id")));
        foreach (var from in (string[])["run.name", "beds[name=east].id", "beds", "run"])
            Assert.Contains(from, Assert.Throws<FormatException>(() => SampleRequests.Find(answer, from)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Facts_and_views_query_existing_columns_of_the_modules_tables(string module)
    {
        var samples = All.Single(s => s.Module == module);
        Assert.All(samples.Facts.Facts, fact => Assert.True(fact.Query is null != fact.Sql is null, fact.What));
        Assert.All(samples.Show.Views, view => Assert.True(view.Query is null != view.Sql is null && view.Table is null != view.Sparklines is null, view.Title));
        foreach (var query in samples.Facts.Facts.Select(f => f.Query).Concat(samples.Show.Views.Select(v => v.Query)).Concat(samples.Import.Steps.Select(s => s.Unless)).OfType<string>())
        {
            var table = ReadTableSet.Catalog.Find(query.Split('?')[0]);
            Assert.True(table?.Module == module, query);
            foreach (var column in query.Split('?', '&').Where(p => p.StartsWith("select=", StringComparison.Ordinal)).SelectMany(p => p["select=".Length..].Split(',')))
                Assert.Contains(column, table!.Columns.Select(c => c.Name));
        }
    }

    [Fact]
    public async Task A_wrong_fact_fails_the_demo()
    {
        var right = Fact("""{"what":"orders","query":"shop.orders","aggregate":"count","answer":2}""");
        var wrong = Fact("""{"what":"paid","query":"shop.orders?select=paid","aggregate":"sum paid","answer":7}""");
        IReadOnlyList<JsonObject> rows = [Row("""{"paid":3}"""), Row("""{"paid":5}""")];
        var facts = await new FactCheck((_, _) => Task.FromResult(rows), _ => Task.FromResult(false)).CheckAsync([right, wrong], TestContext.Current.CancellationToken);

        Assert.Equal([new("orders", "2", "2"), new("paid", "7", "8")], facts);
        Assert.False(DemoCommand.ShowFacts(new Screen(), facts, TimeSpan.Zero));
        Assert.True(DemoCommand.ShowFacts(new Screen(), [facts[0]], TimeSpan.Zero));
    }

    [Fact]
    public async Task Facts_that_do_not_hold_are_checked_again_while_the_log_grows()
    {
        var asked = 0;
        var grows = 3;
        var check = new FactCheck(
            (_, _) => Task.FromResult<IReadOnlyList<JsonObject>>([.. Enumerable.Repeat(Row("{}"), ++asked)]), _ => Task.FromResult(--grows >= 0));

        Assert.True(Assert.Single(await check.CheckAsync([Fact("""{"what":"words","sql":"…","aggregate":"count","answer":3}""")], default)).Holds);
        Assert.Equal((3, 1), (asked, grows));
        Assert.False(Assert.Single(await check.CheckAsync([Fact("""{"what":"words","sql":"…","aggregate":"count","answer":3}""")], default)).Holds);
        Assert.Equal((5, -1), (asked, grows));
    }

    [Theory]
    [InlineData("""{"what":"w","sql":"…","answer":1}""", "[{\"a\":7}]", "7")]
    [InlineData("""{"what":"w","sql":"…","answer":1}""", "[{\"a\":\"x\",\"b\":null},{\"a\":\"y\",\"b\":2}]", "[[\"x\",null],[\"y\",2]]")]
    [InlineData("""{"what":"w","query":"shop.orders?select=b,a","answer":1}""", "[{\"a\":\"x\",\"b\":1}]", "[[1,\"x\"]]")]
    [InlineData("""{"what":"w","query":"shop.orders","aggregate":"count","answer":1}""", "[]", "0")]
    public void Rows_are_converted_to_an_answer(string fact, string rows, string answer) =>
        Assert.Equal(answer, FactCheck.AnswerOf(Fact(fact), [.. JsonNode.Parse(rows)!.AsArray().Select(r => r!.AsObject())])!.ToJsonString());

    [Theory]
    [InlineData("""{"what":"w","query":"shop.orders","aggregate":"median paid","answer":1}""", "median paid")]
    [InlineData("""{"what":"w","query":"shop.orders","aggregate":"sum price","answer":1}""", "no column price")]
    public void An_invalid_fact_is_an_error(string fact, string said) =>
        Assert.Contains(said, Assert.Throws<EventSourced.Cli.CliException>(() => FactCheck.AnswerOf(Fact(fact), [Row("""{"paid":3}""")])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Rows_of_sql_are_shown_like_those_of_the_query_api()
    {
        await using var database = await TestDatabase.CreateAsync("samples");
        await using var rows = new SampleRows(null!, database.ConnectionString);
        var found = await rows.ReadAsync("test", null, "select date '2024-03-01' as day, n, n::bigint as big, n / 2.0::float8 as half, null as nothing from generate_series(1, 2) n", TestContext.Current.CancellationToken);

        Assert.Equal("""{"day":"2024-03-01","n":2,"big":2,"half":1,"nothing":null}""", found[1].ToJsonString());
        var table = ViewRenderer.Table([new ViewColumn("day"), new ViewColumn("n", As: ViewForm.Count), new ViewColumn("big", As: ViewForm.Bar), new ViewColumn("half", As: ViewForm.Decimal), new ViewColumn("nothing", As: ViewForm.Signed)], found);
        Assert.Equal(2, table.Rows.Count);
        Assert.Contains("price", Assert.Throws<EventSourced.Cli.CliException>(() => ViewRenderer.Table([new ViewColumn("price")], found)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_member_of_a_file_is_an_error_that_names_it()
    {
        var folder = Directory.CreateTempSubdirectory("es-samples-");
        try
        {
            File.WriteAllText(Path.Combine(folder.CreateSubdirectory("shop").FullName, "import.json"), """{"title":"Orders","steps":[],"stpes":[]}""");
            var refusal = Assert.Throws<EventSourced.Cli.CliException>(() => ModuleSamples.Load(folder.FullName, ["shop", "market"]));
            Assert.Contains("import.json", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("stpes", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Files_about_samples_are_no_samples_of_a_parser() =>
        Assert.All(EsProgram.Tools.FuzzTargets, target => Assert.DoesNotContain(
            target.Samples(s_root), lines => lines.Any(line => System.Text.Encoding.UTF8.GetString(line).Contains("\"counted_by\"", StringComparison.Ordinal))));

    private static SampleFact Fact(string json) =>
        JsonSerializer.Deserialize<SampleFact>(json, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower })!;

    private static JsonObject Row(string json) => JsonNode.Parse(json)!.AsObject();
}
