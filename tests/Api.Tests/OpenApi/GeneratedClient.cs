using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace EventSourced.Api.Tests.OpenApi;

/// <summary>A client generated from the OpenAPI document by a common generator with default settings, compiled in memory together with a program that uses it.</summary>
internal sealed partial class GeneratedClient
{
    private readonly Assembly _assembly;

    private GeneratedClient(Assembly assembly, IReadOnlyList<string> types) => (_assembly, Types) = (assembly, types);

    /// <summary>Names of the generated types.</summary>
    public IReadOnlyList<string> Types { get; }

    public static async Task<GeneratedClient> CreateAsync(string document)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "Client",
            UseBaseUrl = false,
            GenerateOptionalParameters = true,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
        };
        settings.CSharpGeneratorSettings.Namespace = "Generated";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        settings.CSharpGeneratorSettings.GenerateNullableReferenceTypes = true;
        var source = new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(document), settings).GenerateFile();

        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("GeneratedClient", [CSharpSyntaxTree.ParseText(source), .. Programs()], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        return new(AssemblyLoadContext.Default.LoadFromStream(image), [.. TypeName().Matches(source).Select(m => m.Groups[1].Value)]);
    }

    /// <summary>Runs a method of the program.</summary>
    public Task RunAsync(string method, params object[] arguments) => (Task)_assembly.GetType("Program")!.GetMethod(method)!.Invoke(null, arguments)!;

    private static IEnumerable<SyntaxTree> Programs()
    {
        var own = typeof(GeneratedClient).Assembly;
        foreach (var name in own.GetManifestResourceNames().Where(n => n.StartsWith("Client/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(own.GetManifestResourceStream(name)!);
            yield return CSharpSyntaxTree.ParseText(reader.ReadToEnd(), path: name);
        }
    }

    [GeneratedRegex(@"^\s*public (?:partial class|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();
}
