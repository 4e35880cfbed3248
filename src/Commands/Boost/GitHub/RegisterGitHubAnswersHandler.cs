using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.GitHub;

internal sealed class RegisterGitHubAnswersHandler(CommandStates states, FileImports<GitHubImport> imports) : IRequestHandler<Handle<RegisterGitHubAnswers>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<RegisterGitHubAnswers> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        return imports.RegisterAsync(states, request.Context, command.ImportId, command.ObjectKey, import =>
        {
            var (owner, name) = RepositoryKey.Split(command.Repository)!.Value;
            return Decision.Of(import, new GitHubAnswersRegistered(command.ImportId, owner, name, command.ObjectKey, command.Filename, command.ByteSize, command.ContentSha256));
        }, cancellationToken);
    }
}

/// <summary>Ends an import whose retries are exhausted.</summary>
internal sealed class FailGitHubAnswersHandler(FileImports<GitHubImport> imports) : IRequestHandler<Handle<FailGitHubAnswers>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<FailGitHubAnswers> request, CancellationToken cancellationToken) =>
        imports.GiveUpAsync(request.Command.ImportId, request.Command.Error, request.Context, cancellationToken);
}

/// <summary>Removes old files of imports, and ends imports without progress.</summary>
internal sealed class SweepGitHubAnswersHandler(FileImports<GitHubImport> imports) : IRequestHandler<Handle<SweepGitHubAnswers>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<SweepGitHubAnswers> request, CancellationToken cancellationToken) =>
        imports.SweepAsync(request.Command.Now, request.Context, cancellationToken);
}

internal sealed class RegisterGitHubAnswersValidator : AbstractValidator<RegisterGitHubAnswers>
{
    public RegisterGitHubAnswersValidator()
    {
        RuleFor(c => c.ImportId).NotEmpty().WithMessage("{PropertyName} must be a UUID that is not all zeros.");
        RuleFor(c => c.Repository).Repository();
        RuleFor(c => c.ObjectKey).UploadIn(c => Uploads.Folder(GitHubImport.Root, c.ImportId));
        RuleFor(c => c.Filename).NotEmpty().MaximumLength(255);
        RuleFor(c => c.ContentSha256).Sha256();
    }
}
