using EventSourced.Commands.Imports;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts.Pulse;
using FluentValidation;

namespace EventSourced.Commands.Pulse.Exports;

internal sealed class RegisterExportValidator : AbstractValidator<RegisterExport>
{
    public RegisterExportValidator()
    {
        RuleFor(c => c.ExportId).NotEmpty();
        RuleFor(c => c.CommunityId).NotNull().Slug();
        RuleFor(c => c.SourceId).Slug();
        RuleFor(c => c.Filename).NotEmpty().MaximumLength(255)
            .Must(f => f is null || f.IndexOfAny(['/', '\\', '\0']) < 0).WithMessage("Filename must be a name without folders.");
        RuleFor(c => c.FileType).Must(t => t is "txt" or "zip").WithMessage("File type must be txt or zip; .chat files are stored as txt.");
        RuleFor(c => c.ObjectKey).NotEmpty().MaximumLength(512)
            .Must((c, key) => key is null || PulseStreams.IsObjectOf(c.CommunityId, key))
            .WithMessage(c => $"Object key must begin with {new CommunityScope(c.CommunityId, 1).Objects}/, where the number after the dot is the community's incarnation.");
        RuleFor(c => c.DateOrder).Must(DateOrders.Fits).WithMessage($"Date order must be {DateOrders.Sentence}.");
        RuleFor(c => c.ByteSize).GreaterThanOrEqualTo(0);
        RuleFor(c => c.ContentSha256).Sha256();
    }
}

internal sealed class AssignSourceValidator : AbstractValidator<AssignSource>
{
    public AssignSourceValidator()
    {
        RuleFor(c => c.ExportId).NotEmpty();
        RuleFor(c => c.SourceId).NotNull().Slug();
    }
}

internal sealed class ReplayExportValidator : AbstractValidator<ReplayExport>
{
    public ReplayExportValidator() => RuleFor(c => c.ExportId).NotEmpty();
}

internal sealed class DeleteExportValidator : AbstractValidator<DeleteExport>
{
    public DeleteExportValidator() => RuleFor(c => c.ExportId).NotEmpty();
}

internal sealed class RequeueExportsValidator : AbstractValidator<RequeueExports>
{
    public RequeueExportsValidator() => RuleFor(c => c.Now).NotEmpty();
}

internal sealed class RemoveExpiredRawObjectsValidator : AbstractValidator<RemoveExpiredRawObjects>
{
    public RemoveExpiredRawObjectsValidator() => RuleFor(c => c.Now).NotEmpty();
}
