using System.Text.RegularExpressions;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;
using EventSourced.EventStore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace EventSourced.EndToEnd.Cli;

/// <summary>The declared, used, documented and displayed settings are the same.</summary>
public sealed partial class ConfigurationTests
{
    private static readonly SettingsCatalog s_catalog = SettingsCatalog.Of(typeof(ConfigurationDocument).Assembly);

    [Fact]
    public void The_document_matches_the_types()
    {
        var path = Path.Combine(EsProgram.Root, "docs", "configuration.md");
        Assert.True(File.Exists(path) && File.ReadAllText(path) == ConfigurationDocument.Of(s_catalog),
            "docs/configuration.md is not what the options types say. Write it again: ./es config --markdown > docs/configuration.md");
    }

    [Fact]
    public void Every_section_of_every_program_is_in_the_catalog()
    {
        foreach (var key in (string[])["ConnectionStrings:PostgresOwner", "EventStore:PersonalMasterKey", "Objects:Root", "Bus:Uri", "Projections:Owner", "Pulse:MaxUploadBytes", "Rabbit:ParentPin",
            "Rabbit:Limits:Window", "Rabbit:Uploads:Timeout", "Rabbit:NewWordScope", "Rabbit:Speech:Budget:RecognizerPerDay", "Retention:Commands", "Workers:Url", "Api:RefusalsLoggedEvery", "AllowedHosts",
            "OTEL_SERVICE_NAME", "ES_DATA", "ES_POSTGRES"]) Assert.NotNull(s_catalog.Find(key));
        Assert.Null(s_catalog.Find("Bus:Commands"));
        Assert.Null(s_catalog.Find("Rabbit:AllowedOrigins:first"));
        Assert.Equal("Rabbit:AllowedOrigins", s_catalog.Find("rabbit:allowedorigins:0")?.Key);
    }

    // Settings that are read by name would be missing from everything that is generated from the types.
    [Fact]
    public void No_code_reads_a_setting_except_through_a_type_that_declares_it()
    {
        List<string> wrong = [];
        foreach (var (file, text) in Sources())
        {
            if (file.EndsWith("SettingsReading.cs", StringComparison.Ordinal) || file.EndsWith("HostConfiguration.cs", StringComparison.Ordinal)) continue;
            wrong.AddRange(ReadByName().Matches(text).Select(m => $"{file}: {m.Value}"));
        }
        Assert.True(wrong.Count == 0, $"Give these a property in a type with [SettingsSection] and use Read<T>():\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void Every_setting_that_the_code_names_is_declared()
    {
        var roots = string.Join('|', s_catalog.Sections.Where(s => s.Name.Length > 0).Select(s => s.Name.Split(':')[0]).Distinct());
        var named = new Regex($@"(?<![\w:.])(?:{roots})(?:(?::|__)[A-Z]\w*?)+(?![\w:])(?!__)");
        List<string> unknown = [];
        foreach (var (file, text) in Sources())
        {
            var keys = Literal().Matches(text).SelectMany(l => named.Matches(l.Value)).Select(m => m.Value.Replace("__", ":", StringComparison.Ordinal))
                .Concat(OwnVariable().Matches(text).Select(m => m.Groups[1].Value));
            unknown.AddRange(keys.Where(k => s_catalog.Find(k) is null && !s_catalog.All.Any(s => s.Key.StartsWith(k + ":", StringComparison.Ordinal))).Select(k => $"{file}: {k}"));
        }
        Assert.True(unknown.Count == 0, $"No type declares these settings:\n{string.Join('\n', unknown.Distinct())}");
    }

    [Fact]
    public void Settings_that_may_contain_a_secret_are_marked()
    {
        var bare = s_catalog.All.Where(s => SecretName().IsMatch(s.Property.Name) && s.Property.PropertyType != typeof(int) && s.Property.PropertyType != typeof(TimeSpan)
            && !s.Property.IsDefined(typeof(SecretAttribute), false) && !s.Property.IsDefined(typeof(HoldsPasswordAttribute), false)).Select(s => s.Key);
        // An address to listen at.
        Assert.Equal(["Workers:Url"], bare);
    }

    [Theory]
    [InlineData("Bus:Uri", "amqp://user:S1@S2/S3@host:5672/v")]
    [InlineData("Bus:Uri", "amqp://user:S1?S2@host")]
    [InlineData("ConnectionStrings:Postgres", "Host=h;Username=u;Password='S1@S2;S3'")]
    [InlineData("ConnectionStrings:Postgres", "host=h user=u password=S1")]
    [InlineData("ConnectionStrings:Postgres", "postgresql://u:S1@S2@a:1,b:2/db?sslmode=require")]
    [InlineData("ConnectionStrings:Postgres", "postgresql://a:1/db?user=u&password=S1@S2")]
    [InlineData("EventStore:PersonalMasterKey", "S1")]
    [InlineData("Rabbit:ParentPin", "S1")]
    public void No_password_is_shown(string key, string value)
    {
        var shown = s_catalog.Find(key)!.Masked(value);
        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.DoesNotMatch("S[123]", shown);
    }

    [Fact]
    public void The_rest_of_an_address_is_shown()
    {
        Assert.Equal("amqp://user:***@host:5672/v", s_catalog.Find("Bus:Uri")!.Masked("amqp://user:S1@host:5672/v"));
        Assert.Equal("postgresql://u@a:1/db?sslmode=require", s_catalog.Find("ConnectionStrings:Postgres")!.Masked("postgresql://u@a:1/db?sslmode=require"));
    }

    [Theory]
    [InlineData("Rabbit:TurnWiat", "Rabbit:TurnWait")]
    [InlineData("bus:urii", "Bus:Uri")]
    [InlineData("Rabit:TurnWait", "Rabbit:TurnWait")]
    [InlineData("Rabbit:Limits:WrongPin", "Rabbit:Limits:WrongPins")]
    public void An_unknown_setting_is_named_with_the_nearest(string given, string near)
    {
        var sentence = Assert.Single(s_catalog.Unknown(With((given, "1"))));
        Assert.Contains($"The setting {given} (as a variable {given.Replace(":", "__", StringComparison.Ordinal)})", sentence, StringComparison.Ordinal);
        Assert.EndsWith($"Did you mean {near}?", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Foreign_and_known_settings_cause_no_warning() => Assert.Empty(s_catalog.Unknown(With(
        ("Logging:LogLevel:Default", "Debug"), ("App:Name", "x"), ("PATH", "/bin"), ("RABBIT:TURNWAIT", "00:00:01"), ("Rabbit:EmotionWords:1", "sad"), ("Rabbit:Speech:Budget:RecognizerPerDay", "3"))));

    // The command composes the layers again to show their names: the result must equal what a host reads.
    [Fact]
    public void The_shown_values_are_those_that_a_host_reads()
    {
        var folder = Directory.CreateTempSubdirectory("es-config-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "appsettings.json"), """{ "Bus": { "Prefix": "file.", "CommandPrefetch": 1 }, "Rabbit": { "EmotionWords": ["a", "b"] }, "Pulse": { "DefaultSource": "file" } }""");
            File.WriteAllText(Path.Combine(folder, "appsettings.Production.json"), """{ "Bus": { "CommandPrefetch": 2 } }""");
            var variables = new Dictionary<string, string> { ["Bus__Prefix"] = "variable.", ["DOTNET_Pulse__DefaultSource"] = "prefixed", ["ASPNETCORE_Pulse__DefaultCommunity"] = "prefixed" };
            string[] arguments = ["--Bus:CommandConcurrency=7"];
            IConfiguration host;
            try
            {
                foreach (var (name, value) in variables) Environment.SetEnvironmentVariable(name, value);
                host = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = folder, EnvironmentName = "Production" }).Configuration;
            }
            finally
            {
                foreach (var name in variables.Keys) Environment.SetEnvironmentVariable(name, null);
            }
            var shown = new HostConfiguration(folder, variables, arguments, name => $"variable {name}");
            foreach (var setting in s_catalog.All.Where(s => s.Readers != SettingsReaders.CommandLine && !s.IsList && !s.Key.StartsWith("OTEL_", StringComparison.Ordinal)))
                Assert.Equal((setting.Key, host[setting.Key]), (setting.Key, shown.Find(setting)?.Value));
            (string, string)? Found(string key) => shown.Find(s_catalog.Find(key)!);
            Assert.Equal(("variable.", "variable Bus__Prefix"), Found("Bus:Prefix"));
            Assert.Equal(("2", Path.Combine(folder, "appsettings.Production.json")), Found("Bus:CommandPrefetch"));
            Assert.Equal(("7", "argument --Bus:CommandConcurrency"), Found("Bus:CommandConcurrency"));
            Assert.Equal(("a, b", Path.Combine(folder, "appsettings.json")), Found("Rabbit:EmotionWords"));
            Assert.Equal(("prefixed", "variable ASPNETCORE_Pulse__DefaultCommunity"), Found("Pulse:DefaultCommunity"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Before_a_start_the_settings_of_the_next_start_are_shown()
    {
        await using var es = await EsProgram.CreateAsync("config");
        var run = (await es.HereAsync("config", "--json")).Succeeds();
        var settings = System.Text.Json.Nodes.JsonNode.Parse(run.Output)!["settings"]!.AsArray();
        string Of(string key, string part) => $"{settings.First(s => (string)s!["key"]! == key)![part]}";
        Assert.Equal("chosen by es up at the start", Of("ConnectionStrings:Postgres", "source"));
        Assert.Equal(Path.Combine(es.Folder, "objects"), Of("Objects:Root", "value"));
        Assert.Equal("es up", Of("Objects:Root", "source"));
        Assert.Equal(("00:00:10", "default"), (Of("Rabbit:TurnWait", "value"), Of("Rabbit:TurnWait", "source")));
        // It only reads and creates nothing.
        Assert.False(Directory.Exists(es.Folder));
    }

    [Fact]
    public async Task For_a_running_system_the_settings_of_its_processes_are_shown()
    {
        await using var es = await EsProgram.CreateAsync("config-run");
        es.Variables["Rabbit__ParentPin"] = "open-sesame-7";
        es.Variables["Pulse__DefaultComunity"] = "choir";
        es.Variables["Retention__BatchSize"] = "77";
        (await es.HereAsync("up", "--port", "0", "--transport", "memory", "--detach")).Succeeds();
        // The variables of the current shell do not matter.
        es.Variables.Clear();
        es.Variables["Retention__BatchSize"] = "78";
        var run = (await es.HereAsync("config", "--changed")).Succeeds();
        Assert.Matches(@"Retention:BatchSize +77 +variable Retention__BatchSize", run.Output);
        Assert.Matches(@"Rabbit:ParentPin +\*\*\* +variable Rabbit__ParentPin", run.Output);
        Assert.Matches($@"EventStore:PersonalMasterKey +\*\*\* +{Regex.Escape(es.Folder)}/secrets/personal-master-key", run.Output);
        Assert.Matches(@"(?is)ConnectionStrings:Postgres +[^\n]*password=\*\*\*.*?es up", run.Output);
        Assert.Contains("Did you mean Pulse:DefaultCommunity?", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", run.All, StringComparison.Ordinal);
        var log = File.ReadAllText(Path.Combine(es.Folder, "logs", "all.log"));
        Assert.Single(Regex.Matches(log, @"The setting Pulse:DefaultComunity \(as a variable Pulse__DefaultComunity\) is unknown"));
    }

    [Fact]
    public async Task A_mistyped_setting_is_reported_with_the_missing_one()
    {
        await using var es = await EsProgram.CreateAsync("config-serve");
        (await es.RunAsync("serve", "workers", "--Bus:Urii=amqp://x")).Fails(1, "Bus:Uri is missing", "Bus:Urii", "Did you mean Bus:Uri?");
    }

    private static IConfiguration With(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();

    private static IEnumerable<(string File, string Text)> Sources() => ((string[])["src", "infra"])
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(EsProgram.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
        .Select(f => (Path.GetRelativePath(EsProgram.Root, f), File.ReadAllText(f)));

    [GeneratedRegex("""[cC]onfiguration(?:\[|\.GetValue|\.GetSection|\.GetConnectionString|\.Get<|\.Bind\()[^;\n]*""")]
    private static partial Regex ReadByName();

    [GeneratedRegex("\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Literal();

    // ES_SERVERS_… variables mark the processes of a broker; they are not settings.
    [GeneratedRegex("\"(ES_(?!SERVERS_)[A-Z_]+)\"")]
    private static partial Regex OwnVariable();

    [GeneratedRegex("Key$|Token$|Pin$|Password|ConnectionString|Postgres|RabbitMq|Uri$|Url$|Endpoint$|Headers$")]
    private static partial Regex SecretName();
}
