using EventSourced.Commands.Intelligence.BuiltIn;

namespace EventSourced.Commands.Tests.Intelligence;

/// <summary>The embedder without a model.</summary>
public sealed class WordEmbedderTests
{
    [Fact]
    public async Task Texts_with_common_words_are_near_each_other()
    {
        var vectors = await EmbedAsync("readConfigFile(path)", "read the config file", "Water the garden");
        Assert.All(vectors, v => Assert.Equal(WordEmbedder.Dimensions, v.Length));
        Assert.True(Cosine(vectors[0], vectors[1]) > 0.6);
        Assert.True(Cosine(vectors[0], vectors[1]) > Cosine(vectors[0], vectors[2]) + 0.4);
    }

    [Fact]
    public async Task A_text_always_has_the_same_vector_of_length_one_and_a_text_without_words_that_of_length_zero()
    {
        var vectors = await EmbedAsync("Garden gate", "garden GATE", "42 gärten", " ,.-");
        Assert.Equal(vectors[0], vectors[1]);
        Assert.Equal([1, 1, 1, 0], vectors.Select(v => Math.Round(v.Sum(x => (double)x * x), 6)));
        // Recorded vectors of this model stay comparable: a change of the rule needs another name.
        var one = (await EmbedAsync("gate"))[0];
        Assert.Equal("built-in-words-1", new WordEmbedder().Model);
        Assert.Equal((1, 243), (one.Count(x => x != 0), Array.FindIndex(one, x => x != 0)));
    }

    private static async Task<IReadOnlyList<float[]>> EmbedAsync(params string[] texts) => await new WordEmbedder().EmbedAsync(texts, default);

    private static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
