using System.Text.RegularExpressions;

namespace EventSourced.Architecture.Tests;

/// <summary>Messages name the program by <c>CommandHint</c>, because a program with other modules is not named <c>es</c>.</summary>
public sealed partial class ProgramNameTests
{
    [Fact]
    public void No_message_contains_the_name_of_the_program()
    {
        var source = Path.Combine(Repository.Root, "src");
        var naming = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            // docs/configuration.md is the product's.
            .Where(f => Path.GetFileName(f) != "ConfigurationDocument.cs" && !f.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .SelectMany(f => File.ReadLines(f).Where(NamesProgram).Select(line => $"{Path.GetRelativePath(source, f)}: {line.Trim()}")).ToList();
        Assert.True(naming.Count == 0, $"Use Hint.Es (src/Cli) or CommandHint.Of:\n{string.Join('\n', naming)}");
    }

    [Theory]
    [InlineData("throw new CliException(\"Run first: es fst push\");", true)]
    [InlineData("screen.Note($\"See: `es {verb}`\");", true)]
    [InlineData("screen.Note(\"  ./es status\");", true)]
    [InlineData("screen.Note($\"See: {Hint.Es(\"status\")}\");", false)]
    [InlineData("    /// <summary>\"Runs\" es status.</summary>", false)]
    [InlineData("    [DefaultInWords(\"`es up`: the key\")]", false)]
    [InlineData("\"tables and rows\"", false)]
    public void A_name_in_a_message_is_found(string line, bool found) => Assert.Equal(found, NamesProgram(line));

    // Comments and constants of attributes are documentation of the product.
    private static bool NamesProgram(string line) => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.TrimStart().StartsWith('[') && Message().IsMatch(line);

    [GeneratedRegex("\"[^\"]*(?<![\\w.])(?:\\./)?es (?:[a-z]|\\{)")]
    private static partial Regex Message();
}
