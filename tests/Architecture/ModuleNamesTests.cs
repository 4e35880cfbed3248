using System.Text.RegularExpressions;
using EventSourced.Projections;

namespace EventSourced.Architecture.Tests;

/// <summary>The code of a module is in folders with its name; no other source file names the module.</summary>
public sealed class ModuleNamesTests
{
    /// <summary>Files and folders below src that are allowed to name modules, and why.</summary>
    private static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["Commands/Modules/ModuleCatalog.cs"] = "the list of modules",
        ["Api/Hosting/IProductRoutes.cs"] = "the list of product routes",
    };

    /// <summary>
    /// Files below tests that may name modules which are not their folder's, and why. The list only shrinks: a new test loops over the modules, uses a toy, or is in the folder of
    /// its module.
    /// </summary>
    private static readonly (string Why, string[] Files)[] s_testExceptions =
    [
        ("routes that every module gets, called on one of them: each case needs a table with rows, or a command with its members",
        [
            "Api.Tests/Admin/AdminToolTests.cs",
            "Api.Tests/Admin/OperationTests.cs",
            "Api.Tests/Commands/CommandTests.cs",
            "Api.Tests/Commands/StorableRequestTests.cs",
            "Api.Tests/Host/DatabaseUnavailableTests.cs",
            "Api.Tests/Host/PoolerTests.cs",
            "Api.Tests/Imports/ImportRouteTests.cs",
            "Api.Tests/Queries/TableQueryTests.cs",
        ]),
        ("the open routes of the product are a list, so that one more is noticed",
        [
            "Api.Tests/Access/AccessTests.cs",
            "Api.Tests/Host/HttpConventionsTests.cs",
        ]),
        ("the host of these tests has the settings of all of them",
        [
            "Api.Tests/Host/ApiWorld.cs",
        ]),
        ("values that arbitrary requests contain, so that some are accepted",
        [
            "Api.Tests/Fuzz/FuzzRequests.cs",
        ]),
        ("a client that is generated from the product's OpenAPI document",
        [
            "Api.Tests/OpenApi/Client/Program.cs",
            "Api.Tests/OpenApi/ServedSystem.cs",
        ]),
        ("examples of these rules",
        [
            "Architecture/ModuleNamesTests.cs",
        ]),
        ("command lines as users type them, settings as they write them; the garden's tests have no module of the product",
        [
            "EndToEnd/Cli/CommandLineTests.cs",
            "EndToEnd/Cli/ConfigurationTests.cs",
            "EndToEnd/Cli/EveryCommandTests.cs",
            "EndToEnd/Cli/NullEventTests.cs",
            "EndToEnd/Cli/SystemTests.cs",
        ]),
        ("a database of an earlier version, which had one module",
        [
            "Laws.Tests/Former/FormerLayout.cs",
        ]),
    ];

    private static readonly string s_source = Path.Combine(Repository.Root, "src");
    private static readonly string s_tests = Path.Combine(Repository.Root, "tests");
    private static readonly string s_bench = Path.Combine(Repository.Root, "bench");

    [Fact]
    public void No_source_outside_a_modules_folders_names_the_module()
    {
        var naming = FilesBelow(s_source).Where(f => !s_exceptions.ContainsKey(f)).SelectMany(f => NamesIn(f, File.ReadAllText(Path.Combine(s_source, f))));
        Assert.True(!naming.Any(), $"Move the code to the module's folder, or take the name from the catalog:\n{string.Join('\n', naming)}");
    }

    [Fact]
    public void No_further_test_outside_a_modules_folders_names_the_module()
    {
        var naming = FilesBelow(s_tests).ToDictionary(f => f, f => NamesIn(f, File.ReadAllText(Path.Combine(s_tests, f))).ToList());
        var known = s_testExceptions.SelectMany(e => e.Files).ToHashSet();
        var further = naming.Where(f => !known.Contains(f.Key)).SelectMany(f => f.Value).ToList();
        Assert.True(further.Count == 0, $"Move the test to a folder of the module's name, or use a toy module:\n{string.Join('\n', further)}");
        Assert.Equal([], known.Where(f => naming.GetValueOrDefault(f) is not { Count: > 0 }).Select(f => $"{f} names no module any more: take it out of the exceptions."));
    }

    [Fact]
    public void No_bench_outside_a_modules_folder_names_the_module()
    {
        var naming = FilesBelow(s_bench).SelectMany(f => NamesIn(f, File.ReadAllText(Path.Combine(s_bench, f))));
        Assert.True(!naming.Any(), $"Move the bench to the module's folder:\n{string.Join('\n', naming)}");
    }

    /// <summary>The catalogs of the product leave out what another program adds: hosts and command line take those of the program that runs.</summary>
    [Fact]
    public void Only_the_entry_of_the_command_line_reads_the_list_of_the_products_modules()
    {
        var lists = new Regex(@"\b(ModuleCatalog|EventCatalog|CommandCatalog)\.Default\b|\bReadTableSet\.Catalog\b");
        var reading = ((string[])["Api", "Workers", "Cli"]).SelectMany(room => Directory.EnumerateFiles(Path.Combine(s_source, room), "*.cs", SearchOption.AllDirectories))
            .Where(f => lists.IsMatch(File.ReadAllText(f))).Select(f => Path.GetRelativePath(s_source, f).Replace(Path.DirectorySeparatorChar, '/'));
        Assert.Equal(["Cli/Program.cs"], reading);
    }

    [Theory]
    [InlineData("using EventSourced.Contracts.Rabbit;", true)]
    [InlineData("var options = new RabbitOptions();", true)]
    [InlineData("services.AddPulseCommands();", true)]
    [InlineData("query pulse.daily_digests", true)]
    [InlineData("PostAsync(\"api/rabbit/forget\")", true)]
    [InlineData("if (module == \"pulse\") return;", true)]
    [InlineData("new RabbitMqTransport(); // RabbitMQ", false)]
    [InlineData("[\"rabbitmq\"] = \"rabbitmq-server\"", false)]
    [InlineData("a pulse of the clock", false)]
    public void Module_names_are_distinguished_from_other_words(string line, bool isName) => Assert.Equal(isName, NamesIn("Generic/File.cs", line).Any());

    [Fact]
    public void A_modules_own_folder_may_contain_its_name_but_no_other_modules()
    {
        Assert.Empty(NamesIn("Commands/Pulse/File.cs", "new PulseModule()"));
        Assert.NotEmpty(NamesIn("Commands/Pulse/File.cs", "new RabbitModule()"));
    }

    [Fact]
    public void Every_exception_exists() =>
        Assert.All(s_exceptions.Keys, e => Assert.True(Path.Exists(Path.Combine(s_source, e)), $"{e} is gone: take it out of the exceptions."));

    private static IEnumerable<string> FilesBelow(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".cs" or ".csproj")
        .Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/')).Where(f => !f.Split('/').Any(part => part is "obj" or "bin"));

    /// <summary>The places where a text names a module although its folder does not belong to that module.</summary>
    private static IEnumerable<string> NamesIn(string file, string text) =>
        from module in ReadTableSet.Catalog.Modules
        let pascal = char.ToUpperInvariant(module[0]) + module[1..]
        where !file.Split('/').Contains(pascal)
        // As part of an identifier, as the prefix of a table, an event or an address, or as a separate string. A module's name may be an English word.
        let pattern = new Regex($@"{pascal}(?![a-z]|M[Qq])|\b{module}[./](?=[a-z])|""{module}""")
        from line in text.Split('\n').Select((content, i) => (content, Number: i + 1))
        where pattern.IsMatch(line.content)
        select $"{file}:{line.Number} names {module}: {line.content.Trim()}";
}
