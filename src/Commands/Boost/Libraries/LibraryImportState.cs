using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>The stream of an import of a small file, which one event begins and ends.</summary>
/// <param name="stream">The stream.</param>
internal sealed class LibraryImportState(string stream) : StreamState(stream)
{
    public bool HasEnded { get; private set; }

    protected override void When(Fact fact) => HasEnded |= fact.Event is LibrariesImported or AssignmentsImported or DependenciesImported or UsageImported or ClangImported;
}
