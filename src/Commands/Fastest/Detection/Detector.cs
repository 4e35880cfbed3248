using EventSourced.Commands.Fastest.Infrastructure;

namespace EventSourced.Commands.Fastest.Detection;

/// <summary>Finds out what a tree needs to run, from the paths of its files and the texts of a few of them (specification, 2.10). Pure.</summary>
public static class Detector
{
    /// <summary>The files whose texts matter, all in the top folder.</summary>
    public static IReadOnlyList<string> TextFiles { get; } = [PackageJson.File, PythonPackages.Project, PythonPackages.Requirements, .. WranglerConfig.Files];

    private static readonly string[] s_pythonConfigs = [PythonPackages.Project, PythonPackages.Requirements, "setup.py", "setup.cfg", "Pipfile"];
    private static readonly string[] s_scripts = [".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"];
    private static readonly string[] s_edgePackages = ["wrangler", "@cloudflare/workers-types", "@cloudflare/vite-plugin", "@opennextjs/cloudflare", "@vercel/edge", "itty-router"];

    // In the order of the specification; the first dependency of a framework that is present names it.
    private static readonly (string Framework, string[] Packages)[] s_frameworks =
    [
        ("next", ["next"]), ("nuxt", ["nuxt"]), ("remix", ["remix", "@remix-run/react", "@remix-run/node", "@remix-run/serve", "@remix-run/cloudflare"]), ("express", ["express"]),
        ("fastify", ["fastify"]), ("hono", ["hono"]), ("koa", ["koa"]), ("nestjs", ["@nestjs/core"]), ("react", ["react"]), ("vue", ["vue"]), ("svelte", ["svelte"]),
    ];

    /// <summary>Detects.</summary>
    /// <param name="paths">Paths of the files.</param>
    /// <param name="texts">Texts by path, of those of <see cref="TextFiles"/> that could be read.</param>
    public static DetectedProject Of(IReadOnlyCollection<string> paths, IReadOnlyDictionary<string, string> texts)
    {
        var files = paths.ToHashSet(StringComparer.Ordinal);
        List<string> notes = [.. TextFiles.Where(f => files.Contains(f) && !texts.ContainsKey(f)).Select(f => $"{f} could not be read: it is not stored, or too large.")];
        IReadOnlySet<string> packages = new HashSet<string>();
        if (texts.TryGetValue(PackageJson.File, out var json))
        {
            if (PackageJson.DependenciesOf(json) is { } dependencies) packages = dependencies;
            else notes.Add($"{PackageJson.File} is no JSON object: its dependencies are unknown.");
        }
        var edge = EdgeReasons(files, packages);
        var provider = edge.Count > 0 ? InfrastructureProviders.Cloudflare : InfrastructureProviders.Railway;
        var runtimes = Runtimes(files);
        return new(runtimes.FirstOrDefault()?.Runtime, runtimes.FirstOrDefault()?.Confidence ?? 0, runtimes, [.. s_frameworks.Where(f => f.Packages.Any(packages.Contains)).Select(f => f.Framework)],
            edge.Count > 0, edge, provider, NeededResources.Of(packages, PythonPackages.Of(texts), WranglerConfig.BindingsOf(texts), provider), notes);
    }

    private static List<DetectedRuntime> Runtimes(HashSet<string> files)
    {
        List<DetectedRuntime> found = [];
        if (s_pythonConfigs.FirstOrDefault(files.Contains) is { } python) found.Add(new("python", 0.8, python));
        if (files.Contains("go.mod")) found.Add(new("go", 0.8, "go.mod"));
        // package.json says more about the same runtime than a script does.
        if (files.Contains(PackageJson.File)) found.Add(new("node", 0.7, PackageJson.File));
        else if (files.Where(IsRootScript).Min(StringComparer.Ordinal) is { } script) found.Add(new("node", 0.6, script));
        if (files.Contains("index.html")) found.Add(new("static", 0.6, "index.html"));
        return found;
    }

    private static bool IsRootScript(string path) => !path.Contains('/') && s_scripts.Any(extension => path.EndsWith(extension, StringComparison.Ordinal));

    private static List<string> EdgeReasons(HashSet<string> files, IReadOnlySet<string> packages) =>
        [.. WranglerConfig.Files.Where(files.Contains), .. files.Where(IsWorker).Order(StringComparer.Ordinal), .. s_edgePackages.Where(packages.Contains)];

    private static bool IsWorker(string path)
    {
        var name = path.StartsWith("src/", StringComparison.Ordinal) ? path[4..] : path;
        return name is "worker.js" or "worker.mjs" or "worker.ts" or "_worker.js" or "_worker.ts";
    }
}
