using System.Text;
using System.Text.Json;
using EventSourced.Commands.Boost.Dependencies;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Testing;

namespace EventSourced.Commands.Tests.Boost.Dependencies;

/// <summary>Files with the dependencies of a version, as lines and as YAML.</summary>
public sealed class DependencyFileTests
{
    [Fact]
    public void Lines_name_a_library_and_what_it_depends_on()
    {
        var read = Read("# boostdep\r\nasio -> config system config\r\n\r\nconfig ->\nlogic -> logic\n");
        Assert.Equal(["2 asio: config system", "4 config: ", "5 logic: logic"], read.Select(l => $"{l.Line} {l.Library}: {string.Join(' ', l.Dependencies)}"));
    }

    [Theory]
    [InlineData("asio config", "Line 1 is not \"library -> dependency dependency\".")]
    [InlineData("a -> b\n-> c", "Line 2 is not")]
    [InlineData("a b -> c", "Line 1 is not")]
    [InlineData("a -> b\0", "The file cannot be read as text. It contains a NUL character")]
    public void A_line_of_another_form_is_refused_with_its_number(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<BoostFileException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_yaml_form_is_a_mapping_of_lists()
    {
        var read = Read("configure_options: [x]\ndependencies:\n  chrono:\n  - system\n  system: []\n  empty:\n", isYaml: true);
        Assert.Equal(["3 chrono: system", "5 system: ", "6 empty: "], read.Select(l => $"{l.Line} {l.Library}: {string.Join(' ', l.Dependencies)}"));
    }

    [Theory]
    [InlineData("a: [", "The file is not valid YAML: line ")]
    [InlineData("libs:\n  a: []", "The file has no mapping \"dependencies\"")]
    [InlineData("", "The file has no mapping \"dependencies\"")]
    [InlineData("dependencies:\n  a: {b: c}", "Line 2, column 6: here must be a list of names.")]
    [InlineData("dependencies:\n  a:\n  - [b]", "Line 3, column 5: here must be the name of a library.")]
    public void Other_yaml_is_refused_with_its_place(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<BoostFileException>(() => Read(text, isYaml: true)).Message, StringComparison.Ordinal);

    [Fact]
    public void Real_files_have_the_counted_dependencies()
    {
        var folder = SharedFolder.Find("boost");
        if (folder is null) Assert.Skip(SharedFolder.Absent);
        using var facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "dependencies.expected.json")));
        var counted = facts.RootElement.GetProperty("edges_per_version").EnumerateObject().ToDictionary(v => v.Name, v => v.Value.GetInt32());
        Assert.Equal(17, counted.Count);
        foreach (var (version, count) in counted)
            Assert.Equal(count, DependencyFile.Read(File.ReadAllBytes(Path.Combine(folder, "dependencies", version + ".txt")), isYaml: false).Sum(l => l.Dependencies.Count));

        var yaml = DependencyFile.Read(File.ReadAllBytes(Path.Combine(folder, "dependencies-1.84.0.yml")), isYaml: true);
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "dependencies-1.84.0.yml.expected.json")));
        Assert.Equal(expected.RootElement.GetProperty("components").GetInt32(), yaml.Count);
        Assert.Equal(expected.RootElement.GetProperty("edges").GetInt32(), yaml.Sum(l => l.Dependencies.Count));
        Assert.Equal(
            expected.RootElement.GetProperty("without_dependencies").EnumerateArray().Select(n => n.GetString()),
            yaml.Where(l => l.Dependencies.Count == 0).Select(l => l.Library).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<DependencyLine> Read(string text, bool isYaml = false) => DependencyFile.Read(Encoding.UTF8.GetBytes(text), isYaml);
}
