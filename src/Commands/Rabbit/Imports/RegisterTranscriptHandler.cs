using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Rabbit.Imports;

internal sealed class RegisterTranscriptHandler(CommandStates states, FileImports<TranscriptImport> imports) : IRequestHandler<Handle<RegisterTranscript>, CommandResult>
{
    // If the child was forgotten since the upload, its files were removed too.
    public Task<CommandResult> Handle(Handle<RegisterTranscript> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        return imports.RegisterAsync(states, request.Context, command.ImportId, command.ObjectKey, import =>
        {
            var registered = new TranscriptRegistered(
                command.ImportId, command.ChildId, RabbitStreams.Subject(command.ChildId, default), command.Speaker, command.Language, command.Tokenizer,
                command.ObjectKey, command.Filename, command.ByteSize, command.ContentSha256);
            return Decision.Of(import, registered).AndAtAnyVersion(RabbitStreams.Child(command.ChildId), new ChildTranscriptRegistered(command.ChildId, command.ImportId));
        }, cancellationToken);
    }
}

/// <summary>Ends an import whose retries are exhausted.</summary>
internal sealed class FailTranscriptHandler(FileImports<TranscriptImport> imports) : IRequestHandler<Handle<FailTranscript>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<FailTranscript> request, CancellationToken cancellationToken) =>
        imports.GiveUpAsync(request.Command.ImportId, request.Command.Error, request.Context, cancellationToken);
}

/// <summary>Removes old files of imports, and ends imports without progress.</summary>
internal sealed class SweepTranscriptsHandler(FileImports<TranscriptImport> imports) : IRequestHandler<Handle<SweepTranscripts>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<SweepTranscripts> request, CancellationToken cancellationToken) =>
        imports.SweepAsync(request.Command.Now, request.Context, cancellationToken);
}

internal sealed class RegisterTranscriptValidator : AbstractValidator<RegisterTranscript>
{
    public RegisterTranscriptValidator()
    {
        RuleFor(c => c.ImportId).Id();
        RuleFor(c => c.ChildId).NotNull().ChildId();
        RuleFor(c => c.Speaker).Length(1, 200);
        RuleFor(c => c.Language).Must(l => l is null or "ja" or "en").WithMessage("{PropertyName} must be ja or en.");
        RuleFor(c => c.Tokenizer).TokenizerName();
        // Forgetting the child deletes its folder, so the file must be in it.
        RuleFor(c => c.ObjectKey).UploadIn(c => c.ChildId is null ? null : RawTranscripts.Folder(c.ChildId, c.ImportId));
        RuleFor(c => c.Filename).NotEmpty().MaximumLength(255);
        RuleFor(c => c.ByteSize).GreaterThanOrEqualTo(0);
        RuleFor(c => c.ContentSha256).Sha256();
    }
}
