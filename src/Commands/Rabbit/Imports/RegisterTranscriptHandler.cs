using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Rabbit.Imports;

internal sealed class RegisterTranscriptHandler(CommandStates states, RawTranscripts raw) : IRequestHandler<Handle<RegisterTranscript>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RegisterTranscript> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var import = await states.LoadAsync(new TranscriptImport(command.ImportId), cancellationToken);
        var exists = await raw.ExistsAsync(command.ObjectKey, cancellationToken);
        return await states.CompleteAsync(context, Decide(import, command, exists), cancellationToken);
    }

    private static Decision Decide(TranscriptImport import, RegisterTranscript command, bool fileExists)
    {
        if (import.Registered is not null) return new Problem(409, "import_exists", $"Import {command.ImportId} is already registered. Upload the file under a new id.");
        // If the child was forgotten since the upload, its files were removed too.
        if (!fileExists) return new Problem(409, "raw_object_missing", $"The uploaded file of import {command.ImportId} was removed. Upload it again.");
        var registered = new TranscriptRegistered(
            command.ImportId, command.ChildId, RabbitStreams.Subject(command.ChildId, default), command.Speaker, command.Language, command.Tokenizer,
            command.ObjectKey, command.Filename, command.ByteSize, command.ContentSha256);
        return Decision.Of(import, registered)
            .AndAtAnyVersion(RabbitStreams.Child(command.ChildId), new ChildTranscriptRegistered(command.ChildId, command.ImportId))
            .Answer(new { command.ImportId, Status = "queued" });
    }
}

/// <summary>Ends an import whose retries are exhausted, so that its caller sees the failure and the file is removed.</summary>
internal sealed class FailTranscriptHandler(TranscriptImports imports) : IRequestHandler<Handle<FailTranscript>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<FailTranscript> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        if (await imports.LoadAsync(command.ImportId, cancellationToken) is { IsOpen: true } open)
            await imports.FailAsync(open, "internal_error", $"{command.Error} Upload the file again; see the worker's log for details.", null, context.Metadata, cancellationToken);
        return new CommandResult.Completed(0);
    }
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
        RuleFor(c => c.ObjectKey).NotEmpty().MaximumLength(512)
            .Must((c, key) => key is null || c.ChildId is null || key.StartsWith(RawTranscripts.Folder(c.ChildId, c.ImportId) + "/", StringComparison.Ordinal))
            .WithMessage(c => $"Object key must begin with {RawTranscripts.Folder(c.ChildId, c.ImportId)}/, so that forgetting the child removes the file.");
        RuleFor(c => c.Filename).NotEmpty().MaximumLength(255);
        RuleFor(c => c.ByteSize).GreaterThanOrEqualTo(0);
        RuleFor(c => c.ContentSha256).NotNull().Matches("^[0-9a-f]{64}\\z").WithMessage("Content SHA-256 must be 64 lower-case hex digits.");
    }
}
