using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>The stream of an import of libraries or dependencies, which one event begins and ends.</summary>
/// <param name="importId">The import.</param>
internal sealed class LibraryImportState(Guid importId) : StreamState(BoostStreams.Import(importId))
{
    public bool HasEnded { get; private set; }

    protected override void When(Fact fact) => HasEnded |= fact.Event is LibrariesImported or DependenciesImported;
}
