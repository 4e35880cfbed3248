using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Nemesis;
using EventSourced.Commands.Modules;

namespace EventSourced.Cli.Modules;

/// <summary>The tools of all modules of a catalog, in its order.</summary>
internal sealed class ModuleTools
{
    private ModuleTools(ModuleCatalog modules, IReadOnlyList<IModuleTools> all) => (Modules, All) = (modules, all);

    /// <summary>The modules.</summary>
    public ModuleCatalog Modules { get; }

    /// <summary>All tools.</summary>
    public IReadOnlyList<IModuleTools> All { get; }

    /// <summary>How a kind of import takes folders; null when it takes only files.</summary>
    /// <param name="kind">The kind.</param>
    public IFolderImport? FoldersOf(ImportKind kind) => All.FirstOrDefault(t => t.Module == kind.Module)?.FoldersOf(kind.Name);

    /// <summary>The parsers of all modules.</summary>
    public IReadOnlyList<FuzzTarget> FuzzTargets => [.. All.SelectMany(t => t.FuzzTargets)];

    /// <summary>Finds the tools of modules in this assembly and in the modules' assemblies.</summary>
    /// <param name="modules">The modules.</param>
    /// <exception cref="InvalidOperationException">A module has more than one.</exception>
    public static ModuleTools Of(ModuleCatalog modules)
    {
        // Loading the types of an assembly is slow, and one that does not refer to this assembly has no tools.
        var own = typeof(ModuleTools).Assembly;
        var assemblies = modules.Assemblies.Where(a => a.GetReferencedAssemblies().Any(r => r.Name == own.GetName().Name)).Append(own).Distinct();
        var found = assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IModuleTools)))
            .Select(t => (IModuleTools)Activator.CreateInstance(t)!).ToLookup(t => t.Module);
        return new ModuleTools(modules, [.. modules.All.Where(m => found.Contains(m.Name)).Select(m => found[m.Name].ToList() is [var only]
            ? only
            : throw new InvalidOperationException($"The module {m.Name} has several {nameof(IModuleTools)}: {string.Join(", ", found[m.Name].Select(t => t.GetType()))}. Merge them."))]);
    }

    /// <summary>A new workload of each module that has one.</summary>
    /// <param name="world">The run.</param>
    public Workloads Workloads(NemesisWorld world) => new([.. All.Select(t => t.Workload(world)).OfType<INemesisWorkload>()]);
}
