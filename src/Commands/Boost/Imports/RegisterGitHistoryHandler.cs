using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Imports;

internal sealed class RegisterGitHistoryHandler(CommandStates states, GitImports imports) : IRequestHandler<Handle<RegisterGitHistory>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RegisterGitHistory> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var import = await states.LoadAsync(new GitImport(command.ImportId), cancellationToken);
        var exists = await imports.ExistsAsync(command.ObjectKey, cancellationToken);
        return await states.CompleteAsync(context, Decide(import, command, exists), cancellationToken);
    }

    private static Decision Decide(GitImport import, RegisterGitHistory command, bool fileExists)
    {
        if (import.Registered is not null) return new Problem(409, "import_exists", $"Import {command.ImportId} is already registered. Upload the file under a new id.");
        if (!fileExists) return new Problem(409, "raw_object_missing", $"The uploaded file of import {command.ImportId} was removed. Upload it again.");
        var (owner, name) = RepositoryKey.Split(command.Repository)!.Value;
        return Decision.Of(import, new GitHistoryRegistered(command.ImportId, owner, name, command.ObjectKey, command.Filename, command.ByteSize, command.ContentSha256))
            .Answer(new { command.ImportId, Status = "queued" });
    }
}

/// <summary>Ends an import whose retries are exhausted, so that its caller sees the failure and the file is removed.</summary>
internal sealed class FailGitHistoryHandler(GitImports imports) : IRequestHandler<Handle<FailGitHistory>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<FailGitHistory> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        if (await imports.LoadAsync(command.ImportId, cancellationToken) is { IsOpen: true } open)
            await imports.FailAsync(open, "internal_error", $"{command.Error} Upload the file again; see the worker's log for details.", null, context.Metadata, cancellationToken);
        return new CommandResult.Completed(0);
    }
}

internal sealed class RegisterGitHistoryValidator : AbstractValidator<RegisterGitHistory>
{
    public RegisterGitHistoryValidator()
    {
        RuleFor(c => c.ImportId).NotEmpty().WithMessage("{PropertyName} must be a UUID that is not all zeros.");
        RuleFor(c => c.Repository).Must(repository => RepositoryKey.Split(repository) is not null).WithMessage("{PropertyName} must be owner/name, such as boostorg/beast.");
        RuleFor(c => c.ObjectKey).NotEmpty().Upload(c => c.ImportId);
        RuleFor(c => c.Filename).NotEmpty().MaximumLength(255);
        RuleFor(c => c.ContentSha256).NotNull().Matches("^[0-9a-f]{64}\\z").WithMessage("{PropertyName} must be 64 lower-case hex digits.");
    }
}
