using System.ComponentModel;
using System.IO.Compression;
using System.Text;
using CliWrap;
using EventSourced.Cli.Importing;
using EventSourced.Commands.Boost.Commits.Formats;

namespace EventSourced.Cli.Boost;

/// <summary>
/// Reads a clone, bare or not, by git's own program: every commit of every branch, tag and other reference, with the files that it changed against its first parent, in the format of
/// <see cref="CloneLog"/>. Git streams it, so a history of any size needs little memory.
/// </summary>
internal sealed class GitClone : IFolderImport
{
    private static readonly string[] s_log =
    [
        "-c", "log.showSignature=false", "-c", "diff.orderFile=/dev/null", "log", "--all", "--reverse", "--topo-order", "-z", "--raw", "--numstat", "-M", "-C", "-l1000",
        "--diff-merges=first-parent", "--root", "--no-color", "--no-ext-diff", "--no-textconv", "--no-mailmap", "--no-notes", "--ignore-submodules=none", "--encoding=UTF-8",
        $"--format={CloneLog.Format}",
    ];

    public string Folders => "clones of git";

    public string Extension => ".gz";

    public async Task WriteAsync(string folder, Stream file, Action<string> note, CancellationToken cancellation)
    {
        var isShallow = (await AskAsync(folder, cancellation, "rev-parse", "--is-shallow-repository")).Trim() == "true";
        if ((await AskAsync(folder, cancellation, "rev-list", "--all", "--max-count=1")).Trim().Length == 0) throw new CliException($"{folder} has no commits. Nothing was imported.");
        if (isShallow) note($"{folder} is a shallow clone: its oldest commits are missing. To import them too, run `git -C {folder} fetch --unshallow` first.");
        await using var packed = new GZipStream(file, new ZLibCompressionOptions { CompressionLevel = 1 }, leaveOpen: true);
        await packed.WriteAsync(Encoding.ASCII.GetBytes($"{CloneLog.Magic}\0{(isShallow ? CloneLog.Shallow : CloneLog.Complete)}\0"), cancellation);
        await RunAsync(folder, s_log, PipeTarget.ToStream(packed), cancellation);
        await packed.WriteAsync(Encoding.ASCII.GetBytes($"{CloneLog.End}\0"), cancellation);
    }

    private static async Task<string> AskAsync(string folder, CancellationToken cancellation, params string[] arguments)
    {
        var answer = new StringBuilder();
        await RunAsync(folder, arguments, PipeTarget.ToStringBuilder(answer), cancellation);
        return answer.ToString();
    }

    private static async Task RunAsync(string folder, IEnumerable<string> arguments, PipeTarget output, CancellationToken cancellation)
    {
        var errors = new StringBuilder();
        int exit;
        try
        {
            exit = (await CliWrap.Cli.Wrap("git").WithArguments(["-C", folder, .. arguments])
                // A folder within another repository is not that repository.
                .WithEnvironmentVariables(new Dictionary<string, string?> { ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(folder), ["GIT_OPTIONAL_LOCKS"] = "0", ["LC_ALL"] = "C" })
                .WithStandardOutputPipe(output).WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
                .WithValidation(CommandResultValidation.None).ExecuteAsync(cancellation)).ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new CliException($"A clone is read by git, which cannot be started: {e.Message} Install git, or import a file that \"git log --raw --numstat --parents\" wrote elsewhere.");
        }
        if (exit == 0) return;
        var said = errors.ToString().Trim();
        throw new CliException(said.Contains("not a git repository", StringComparison.Ordinal)
            ? $"{folder} is not a clone of git. Name the folder of a clone (the one with .git), or a bare one."
            : $"git cannot read {folder}: {said}\nNothing was imported. If an object is missing or corrupt, `git -C {folder} fsck` names it.");
    }
}
