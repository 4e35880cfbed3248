using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Imports;

internal sealed class RegisterGitHistoryHandler(CommandStates states, FileImports<GitImport> imports) : IRequestHandler<Handle<RegisterGitHistory>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<RegisterGitHistory> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        return imports.RegisterAsync(states, request.Context, command.ImportId, command.ObjectKey, import =>
        {
            var (owner, name) = RepositoryKey.Split(command.Repository)!.Value;
            return Decision.Of(import, new GitHistoryRegistered(command.ImportId, owner, name, command.ObjectKey, command.Filename, command.ByteSize, command.ContentSha256));
        }, cancellationToken);
    }
}

/// <summary>Ends an import whose retries are exhausted.</summary>
internal sealed class FailGitHistoryHandler(FileImports<GitImport> imports) : IRequestHandler<Handle<FailGitHistory>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<FailGitHistory> request, CancellationToken cancellationToken) =>
        imports.GiveUpAsync(request.Command.ImportId, request.Command.Error, request.Context, cancellationToken);
}

/// <summary>Removes old files of imports, and ends imports without progress.</summary>
internal sealed class SweepGitHistoriesHandler(FileImports<GitImport> imports) : IRequestHandler<Handle<SweepGitHistories>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<SweepGitHistories> request, CancellationToken cancellationToken) =>
        imports.SweepAsync(request.Command.Now, request.Context, cancellationToken);
}

internal sealed class RegisterGitHistoryValidator : AbstractValidator<RegisterGitHistory>
{
    public RegisterGitHistoryValidator()
    {
        RuleFor(c => c.ImportId).NotEmpty().WithMessage("{PropertyName} must be a UUID that is not all zeros.");
        RuleFor(c => c.Repository).Repository();
        RuleFor(c => c.ObjectKey).Upload(c => c.ImportId);
        RuleFor(c => c.Filename).NotEmpty().MaximumLength(255);
        RuleFor(c => c.ContentSha256).Sha256();
    }
}
