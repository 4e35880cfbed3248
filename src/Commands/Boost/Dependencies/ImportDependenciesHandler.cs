using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>Reads an uploaded file of dependencies and records what is new.</summary>
internal sealed class ImportDependenciesHandler(CommandStates states, IObjectStore objects) : IRequestHandler<Handle<ImportDependencies>, CommandResult>
{
    // Names are for people to act on; the counts are complete.
    private const int MostUnresolved = 100;

    public Task<CommandResult> Handle(Handle<ImportDependencies> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        return SmallUploads.ImportAsync(states, objects, context, command.ImportId, LibraryStreams.DependenciesImport(command.ImportId), command.ObjectKey, DecideAsync, cancellationToken);

        async Task<Decision> DecideAsync(byte[] content, OneCommandImport import)
        {
            var lines = DependencyFile.Read(content, isYaml: command.FileType == DependencyFile.Yaml);
            var loaded = await DependencyContext.LoadAsync(states, cancellationToken);
            var resolved = ResolvedDependencies.Of(lines, loaded.Names);
            var release = BoostRelease.Parse(command.Version);
            var record = ReleaseRecord.Of(loaded.Releases, release, command.CreatedAt, resolved.Clients, context.Now);
            var ended = new DependenciesImported(
                command.ImportId, release.Tag, resolved.Clients.Count, resolved.Clients.Sum(c => c.Dependencies.Count), record.NewDependencies, record.Logged, record.Withdrawn,
                [.. resolved.Unresolved.Take(MostUnresolved)], resolved.LeftOut.Recorded());
            return Decision.Of(loaded.Releases, record.Events).And(import, ended)
                .Answer(new { command.ImportId, Version = release.Tag, ended.Libraries, ended.NewDependencies, ended.Logged, ended.Withdrawn });
        }
    }
}

internal sealed class ImportDependenciesValidator : AbstractValidator<ImportDependencies>
{
    public ImportDependenciesValidator()
    {
        RuleFor(c => c.ObjectKey).Upload(c => c.ImportId);
        RuleFor(c => c.FileType).Must(type => type is DependencyFile.Text or DependencyFile.Yaml).WithMessage($"{{PropertyName}} must be {DependencyFile.Text} or {DependencyFile.Yaml}.");
        RuleFor(c => c.Version).Release();
    }
}
