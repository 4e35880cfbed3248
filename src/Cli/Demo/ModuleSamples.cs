using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventSourced.Cli.Demo;

/// <summary>The samples of a module: <c>samples/MODULE/</c> with the files to import, and three files that describe them.</summary>
/// <param name="Module">The module.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Import">The steps of the import: <c>import.json</c>.</param>
/// <param name="Facts">The expected results: <c>facts.json</c>.</param>
/// <param name="Show">The views to show: <c>show.json</c>.</param>
internal sealed record ModuleSamples(string Module, string Folder, SampleImport Import, SampleFacts Facts, SampleShow Show)
{
    private const string ImportFile = "import.json", FactsFile = "facts.json", ShowFile = "show.json";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The samples of all modules that have some, in the order of the modules.</summary>
    /// <param name="root">The folder <c>samples</c>.</param>
    /// <param name="modules">The modules.</param>
    /// <exception cref="CliException">A file is missing or not valid.</exception>
    public static IReadOnlyList<ModuleSamples> Load(string root, IEnumerable<string> modules) =>
    [
        .. modules.Select(module => (Module: module, Folder: Path.Combine(root, module))).Where(m => File.Exists(Path.Combine(m.Folder, ImportFile)))
            .Select(m => new ModuleSamples(m.Module, m.Folder, Read<SampleImport>(m.Folder, ImportFile), Read<SampleFacts>(m.Folder, FactsFile), Read<SampleShow>(m.Folder, ShowFile))),
    ];

    /// <summary>Whether a file describes the samples and is not a sample itself.</summary>
    public static bool IsMetadata(string path) => Path.GetFileName(path) is ImportFile or FactsFile or ShowFile || path.EndsWith(".requests.jsonl", StringComparison.Ordinal);

    /// <summary>Reads a part of the description of samples. An unknown member is an error.</summary>
    /// <exception cref="JsonException">It is not valid.</exception>
    public static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, s_json) ?? throw new JsonException("null is not valid here.");

    private static T Read<T>(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return Parse<T>(File.ReadAllText(path));
        }
        catch (FileNotFoundException)
        {
            throw new CliException($"{path} is missing. A module with {ImportFile} needs {FactsFile} and {ShowFile} too.");
        }
        catch (JsonException e)
        {
            throw new CliException($"{path}: {e.Message}", e);
        }
    }
}

/// <summary>The steps of an import.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Steps">The steps in order.</param>
/// <param name="Again">Message when the samples were imported before, or null.</param>
internal sealed record SampleImport(string Title, IReadOnlyList<SampleStep> Steps, string? Again = null);

/// <summary>A step: a command, files, or requests. Exactly one of <paramref name="Do"/>, <paramref name="Import"/> and <paramref name="Send"/> is given.</summary>
/// <param name="Do">Name of a command.</param>
/// <param name="Unless">A query: the command is skipped when it returns rows.</param>
/// <param name="Import">Kind of import.</param>
/// <param name="Files">The files, in the module's folder.</param>
/// <param name="Send">A file of requests, one a line, in the module's folder: <c>….requests.jsonl</c>.</param>
/// <param name="UnlessSql">A statement: the requests are skipped when it returns rows.</param>
internal sealed record SampleStep(
    string? Do = null, string? Unless = null, string? Import = null, IReadOnlyList<string>? Files = null, string? Send = null, string? UnlessSql = null)
{
    /// <summary>Members of the command, parameters of the import, or values for the requests.</summary>
    public IReadOnlyDictionary<string, string> With { get; init; } = new Dictionary<string, string>();
}

/// <summary>Known facts of the samples.</summary>
/// <param name="CountedBy">How they were determined, independently of the product.</param>
/// <param name="Facts">The facts.</param>
internal sealed record SampleFacts(string CountedBy, IReadOnlyList<SampleFact> Facts);

/// <summary>A query and its answer. Exactly one of <paramref name="Query"/> and <paramref name="Sql"/> is given.</summary>
/// <param name="What">Its subject.</param>
/// <param name="Answer">One value, or rows as lists of values.</param>
/// <param name="Query">Table and parameters of the query API: <c>shop.orders?customer=7&amp;select=total</c>.</param>
/// <param name="Sql">A statement.</param>
/// <param name="Aggregate"><c>count</c> or <c>sum COLUMN</c>; null to compare the rows.</param>
internal sealed record SampleFact(string What, JsonElement Answer, string? Query = null, string? Sql = null, string? Aggregate = null);

/// <summary>Views and suggestions after the import.</summary>
/// <param name="Views">Tables and charts.</param>
/// <param name="Try">Commands to type next, without <c>./es</c>; <c>{data}</c> stands for the option that names the system.</param>
internal sealed record SampleShow(IReadOnlyList<SampleView> Views, IReadOnlyList<string> Try);

/// <summary>Rows of a query or of SQL, as a table or as sparklines.</summary>
/// <param name="Title">Its heading; <c>{first}</c> stands for the first day of sparklines.</param>
/// <param name="Query">Table and parameters of the query API.</param>
/// <param name="Sql">Lines of a statement.</param>
/// <param name="Table">Its columns.</param>
/// <param name="Sparklines">Its lines.</param>
internal sealed record SampleView(string Title, string? Query = null, IReadOnlyList<string>? Sql = null, IReadOnlyList<ViewColumn>? Table = null, ViewSparklines? Sparklines = null);

/// <summary>How a cell shows its value.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ViewForm>))]
internal enum ViewForm
{
    /// <summary>As it is.</summary>
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>A whole number with separators.</summary>
    [JsonStringEnumMemberName("count")]
    Count,

    /// <summary>Two decimals.</summary>
    [JsonStringEnumMemberName("decimal")]
    Decimal,

    /// <summary>Two decimals with their sign.</summary>
    [JsonStringEnumMemberName("signed")]
    Signed,

    /// <summary>A bar; the largest value of the column fills it.</summary>
    [JsonStringEnumMemberName("bar")]
    Bar,

    /// <summary>A bar from the middle, for values from -1 to 1.</summary>
    [JsonStringEnumMemberName("balance")]
    Balance,
}

/// <summary>A column of a view.</summary>
/// <param name="Column">The column of the rows.</param>
/// <param name="Head">Its head.</param>
/// <param name="As">How it shows values.</param>
/// <param name="Width">Width of a bar; of a balance, of each half.</param>
/// <param name="First">How many items of a list are shown; null for all.</param>
/// <param name="Wrap">Whether long text goes over several lines.</param>
/// <param name="Colours">The first matching rule sets the colour.</param>
internal sealed record ViewColumn(
    string Column, string Head = "", ViewForm As = ViewForm.Text, int Width = 12, int? First = null, bool Wrap = false, IReadOnlyList<ColourRule>? Colours = null);

/// <summary>A colour, and the values that have it: all of them, if no condition is given.</summary>
/// <param name="Colour">The colour.</param>
/// <param name="Column">The column to compare; null for that of the cell.</param>
/// <param name="Is">The text.</param>
/// <param name="Below">Numbers below this one.</param>
/// <param name="Above">Numbers above this one.</param>
internal sealed record ColourRule(string Colour, string? Column = null, string? Is = null, double? Below = null, double? Above = null);

/// <summary>Lines with a character for each day. A day without a row is a blank.</summary>
/// <param name="Day">The column of the day.</param>
/// <param name="Lines">The lines.</param>
internal sealed record ViewSparklines(string Day, IReadOnlyList<ViewLine> Lines);

/// <summary>A line.</summary>
/// <param name="Column">The column.</param>
/// <param name="Head">Its name.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Low">Value of the lowest step.</param>
/// <param name="High">Value above the highest step; null for just above the largest value.</param>
internal sealed record ViewLine(string Column, string Head, string Colour, double Low, double? High = null);
