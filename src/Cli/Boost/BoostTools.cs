using EventSourced.Cli.Importing;
using EventSourced.Cli.Modules;

namespace EventSourced.Cli.Boost;

/// <summary>Boost on the command line: <c>es import boost git</c> also takes clones.</summary>
internal sealed class BoostTools : IModuleTools
{
    public string Module => "boost";

    public IFolderImport? FoldersOf(string kind) => kind == "git" ? new GitClone() : null;
}
