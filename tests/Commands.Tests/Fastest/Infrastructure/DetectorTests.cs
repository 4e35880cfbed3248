using EventSourced.Commands.Fastest.Detection;

namespace EventSourced.Commands.Tests.Fastest.Infrastructure;

/// <summary>The rules of detection (specification, 2.10), each with a case.</summary>
public sealed class DetectorTests
{
    [Theory]
    [InlineData("package.json", "node", 0.7)]
    [InlineData("index.js", "node", 0.6)]
    [InlineData("main.ts", "node", 0.6)]
    [InlineData("pyproject.toml", "python", 0.8)]
    [InlineData("requirements.txt", "python", 0.8)]
    [InlineData("setup.py", "python", 0.8)]
    [InlineData("Pipfile", "python", 0.8)]
    [InlineData("go.mod", "go", 0.8)]
    [InlineData("index.html", "static", 0.6)]
    public void A_file_calls_for_a_runtime(string file, string runtime, double confidence)
    {
        var found = Of((file, "{}"));
        Assert.Equal((runtime, confidence), (found.Runtime, found.Confidence));
        Assert.Equal(file, Assert.Single(found.Runtimes).Reason);
        Assert.False(found.IsEdge);
        Assert.Equal("railway", found.Provider);
    }

    [Theory]
    [InlineData("src/index.js")]
    [InlineData("web/package.json")]
    [InlineData("docs/index.html")]
    [InlineData("README.md")]
    public void Files_below_the_top_folder_call_for_no_runtime(string file)
    {
        var found = Of((file, "{}"));
        Assert.Equal((null, 0d), (found.Runtime, found.Confidence));
        Assert.Empty(found.Runtimes);
    }

    [Fact]
    public void The_greatest_confidence_comes_first_and_a_script_beside_a_package_is_the_same_runtime()
    {
        Assert.Equal([("python", 0.8), ("node", 0.7), ("static", 0.6)], Of(("index.html", ""), ("package.json", "{}"), ("vite.config.ts", ""), ("setup.py", "")).Runtimes.Select(r => (r.Runtime, r.Confidence)));
        Assert.Equal("go", Of(("package.json", "{}"), ("go.mod", "")).Runtime);
    }

    [Theory]
    [InlineData("next", "next")]
    [InlineData("nuxt", "nuxt")]
    [InlineData("@remix-run/react", "remix")]
    [InlineData("express", "express")]
    [InlineData("fastify", "fastify")]
    [InlineData("hono", "hono")]
    [InlineData("koa", "koa")]
    [InlineData("@nestjs/core", "nestjs")]
    [InlineData("react", "react")]
    [InlineData("vue", "vue")]
    [InlineData("svelte", "svelte")]
    public void A_dependency_names_a_framework(string package, string framework)
    {
        Assert.Equal([framework], Of(("package.json", $$$"""{"dependencies":{"{{{package}}}":"1"}}""")).Frameworks);
        Assert.Equal([framework], Of(("package.json", $$$"""{"devDependencies":{"{{{package}}}":"1"}}""")).Frameworks);
        Assert.Empty(Of(("package.json", $$$"""{"peerDependencies":{"{{{package}}}":"1"},"name":"{{{package}}}"}""")).Frameworks);
    }

    [Fact]
    public void Frameworks_are_in_the_order_of_the_specification() =>
        Assert.Equal(["next", "express", "react"], Of(("package.json", """{"dependencies":{"react":"1","express":"1","next":"1"}}""")).Frameworks);

    [Theory]
    [InlineData("wrangler.toml")]
    [InlineData("wrangler.json")]
    [InlineData("wrangler.jsonc")]
    [InlineData("worker.js")]
    [InlineData("src/worker.ts")]
    [InlineData("_worker.js")]
    public void A_file_calls_for_the_edge(string file)
    {
        var found = Of((file, ""));
        Assert.True(found.IsEdge);
        Assert.Equal([file], found.EdgeReasons);
        Assert.Equal("cloudflare", found.Provider);
    }

    [Fact]
    public void A_dependency_calls_for_the_edge()
    {
        Assert.Equal(["wrangler"], Of(("package.json", """{"devDependencies":{"wrangler":"3"}}""")).EdgeReasons);
        Assert.False(Of(("src/lib/worker.ts", "")).IsEdge);
    }

    [Theory]
    [InlineData("package.json", """{"dependencies":{"pg":"8"}}""", "database", "postgres", "railway")]
    [InlineData("package.json", """{"dependencies":{"mysql2":"3"}}""", "database", "mysql", "railway")]
    [InlineData("package.json", """{"dependencies":{"mongoose":"8"}}""", "database", "mongodb", "railway")]
    [InlineData("package.json", """{"dependencies":{"ioredis":"5"}}""", "database", "redis", "railway")]
    [InlineData("package.json", """{"dependencies":{"@aws-sdk/client-s3":"3"}}""", "storage", "s3", "railway")]
    [InlineData("requirements.txt", "flask\npsycopg2-binary==2.9 # the driver\n", "database", "postgres", "railway")]
    [InlineData("pyproject.toml", "[project]\ndependencies = [\"flask\", \"pymongo>=4\"]\n", "database", "mongodb", "railway")]
    [InlineData("pyproject.toml", "[tool.poetry.dependencies]\nredis = \"^5\"\n", "database", "redis", "railway")]
    [InlineData("wrangler.toml", "[[d1_databases]]\nbinding = \"DB\"\n", "database", "d1", "cloudflare")]
    [InlineData("wrangler.jsonc", "{\n  \"r2_buckets\": []\n}", "storage", "r2", "cloudflare")]
    [InlineData("wrangler.toml", "[[env.live.kv_namespaces]]\n", "storage", "kv", "cloudflare")]
    public void A_dependency_or_binding_calls_for_a_resource(string file, string text, string type, string name, string provider)
    {
        var needed = Assert.Single(Of((file, text)).Resources);
        Assert.Equal((type, name, provider), (needed.Type, needed.Name, needed.Provider));
    }

    [Theory]
    [InlineData("requirements.txt", "# psycopg2\nflask\n")]
    [InlineData("requirements.txt", "flask # once \"psycopg2\"\n")]
    [InlineData("wrangler.toml", "# [[d1_databases]]\n")]
    [InlineData("wrangler.jsonc", "  // \"r2_buckets\": []\n")]
    [InlineData("package.json", """{"dependencies":{"pgvector":"1","prisma":"5"}}""")]
    public void Comments_and_other_packages_call_for_none(string file, string text) => Assert.Empty(Of((file, text)).Resources);

    [Fact]
    public void Storage_is_with_the_provider_of_the_program_and_each_kind_once()
    {
        var found = Of(("package.json", """{"dependencies":{"minio":"1","pg":"8","postgres":"3"}}"""), ("wrangler.toml", ""), ("requirements.txt", "asyncpg"));
        Assert.Equal([("postgres", "railway", "pg"), ("s3", "cloudflare", "minio")], found.Resources.Select(r => (r.Name, r.Provider, r.Reason)));
    }

    [Fact]
    public void What_cannot_be_read_is_noted()
    {
        foreach (var text in (string[])["{", "[]", ""]) Assert.Contains("no JSON object", Assert.Single(Of(("package.json", text)).Notes), StringComparison.Ordinal);
        var missing = Detector.Of(["package.json", "wrangler.toml"], new Dictionary<string, string> { ["wrangler.toml"] = "" });
        Assert.Equal(["package.json could not be read: it is not stored, or too large."], missing.Notes);
        Assert.Equal("node", missing.Runtime);
        Assert.Empty(Of(("package.json", "\uFEFF{}")).Notes);
    }

    private static DetectedProject Of(params (string Path, string Text)[] files) =>
        Detector.Of([.. files.Select(f => f.Path)], files.Where(f => Detector.TextFiles.Contains(f.Path)).ToDictionary(f => f.Path, f => f.Text));
}
