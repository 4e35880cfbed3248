using System.Text;
using EventSourced.Commands.Fastest.Atlas;
using EventSourced.Commands.Intelligence;
using EventSourced.Contracts.Fastest;
using static EventSourced.Commands.Tests.Fastest.Trees.TreeTexts;

namespace EventSourced.Commands.Tests.Fastest.Atlas;

/// <summary>What an index reads, and what it asks of models.</summary>
public sealed class AtlasReadingTests
{
    private static readonly Guid s_project = Guid.NewGuid();

    [Fact]
    public async Task Files_are_read_up_to_a_number_and_every_file_without_a_text_is_counted_by_its_reason()
    {
        List<string> read = [];
        var tree = Tree("a.go=text b.go=empty c.go=gone d.go=nul e.go=known f.png=text g.go=more h.go=over i.go=over .env=text");
        HashSet<string> known = [AtlasChunks.IdOf(s_project, tree.Find("e.go")!.Value)];
        var reading = await new AtlasFiles((hash, limit) =>
        {
            var name = new[] { "text", "empty", "gone", "nul", "known", "more", "over" }.Single(n => Hash(n) == hash);
            read.Add($"{name} {limit}");
            return Task.FromResult(name switch { "gone" => null, "empty" => " "u8.ToArray(), "nul" => new byte[1], _ => Encoding.UTF8.GetBytes(name) });
        }).ReadAsync(s_project, tree, 3, known);
        Assert.Equal(["text 400001", "empty 400001", "gone 400001", "nul 400001", "more 400001"], read);
        Assert.Equal(["a.go text", "g.go more"], reading.Read.Select(c => $"{c.FilePath} {c.Content}"));
        Assert.Equal(known.Single(), Assert.Single(reading.Unchanged));
        Assert.Equal(["binary 2", "blank 1", "ignored_path 1", "not_stored 1", "over_max_files 2"], reading.Skipped.Select(s => $"{s.Key} {s.Value}"));
    }

    [Fact]
    public async Task Capabilities_are_those_that_the_model_names()
    {
        var model = new Model("""{"capabilities": [{"name": "Fast\u0000 answers", "description": "Quick"}, {"name": "Kind", "description": null}]}""");
        Assert.Equal([new AtlasCapability("Fast\uFFFD answers", "Quick"), new AtlasCapability("Kind", null)], await AskAsync(model));
        Assert.True(model.Asked!.IsJson);
        Assert.Equal("Files:\na.go\nDecisions:\nBe kind\n", model.Asked.Messages[1].Content);
        Assert.Empty(await AskAsync(new Model(null)));
        // One without a name gets no concept.
        Assert.Equal([new AtlasCapability("", null), new AtlasCapability("", null)], await AskAsync(new Model("""{"capabilities": [{"name": 1}, {}]}""")));
        foreach (var answer in (string[])["no", "[]", "{}", """{"capabilities": {}}"""])
            Assert.Contains("the list \"capabilities\"", (await Assert.ThrowsAsync<ModelServiceException>(() => AskAsync(new Model(answer)))).Message, StringComparison.Ordinal);

        static Task<IReadOnlyList<AtlasCapability>> AskAsync(ILanguageModel model) => AtlasCapabilities.AskAsync(model, Tree(".env=1 a.go=2"), [new("d", "Be kind", null)], default);
    }

    [Fact]
    public async Task Vectors_that_cannot_be_recorded_are_refused()
    {
        AtlasChunk[] chunks = [new("1", null, "decision", "one", null, null), new("2", null, "decision", "two", null, null)];
        var embedded = await AtlasEmbeddings.EmbedAsync(new Embedder([1, 2], [3, 4]), chunks, default);
        Assert.Equal(["1: 1 2", "2: 3 4"], embedded.Select(c => $"{c.Id}: {string.Join(' ', c.Vector!)}"));
        Assert.Empty(await AtlasEmbeddings.EmbedAsync(new Embedder([1]), [], default));
        foreach (var vectors in (float[][][])[[[1]], [[1], []], [[1], [float.PositiveInfinity]]])
            await Assert.ThrowsAsync<ModelServiceException>(() => AtlasEmbeddings.EmbedAsync(new Embedder(vectors), chunks, default));
    }

    private sealed class Model(string? answer) : ILanguageModel
    {
        public string Name => "test";

        public ModelRequest? Asked { get; private set; }

        public Task<string?> CompleteAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            Asked = request;
            return Task.FromResult(answer);
        }
    }

    private sealed class Embedder(params float[][] vectors) : IEmbedder
    {
        public string Model => "test";

        public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<float[]>>(vectors);
    }
}
