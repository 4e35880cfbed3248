using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Assigns files to libraries by hand.</summary>
internal sealed class AssignFileDecider : IDecider<LibraryRepositoryState, AssignFile>
{
    public static LibraryRepositoryState StreamOf(AssignFile command) => new(LibraryFields.KeyOf(command.Repository));

    public static Decision Decide(LibraryRepositoryState state, AssignFile command, CommandContext context)
    {
        if (!state.Libraries.ContainsKey(command.Library))
        {
            var known = string.Join(", ", state.Libraries.Keys.Order(StringComparer.Ordinal).Take(20).Select(l => $"\"{l}\""));
            return new Problem(404, "library_not_found", $"{state.Repository} has no library \"{command.Library}\". {(known.Length > 0 ? $"It has {known}." : "Record its libraries first.")}");
        }
        return state.LibraryOf(command.Filename) == command.Library
            ? Decision.Nothing
            : Decision.Of(state, new LibraryFilesAssigned(state.Repository, command.Library, [command.Filename]));
    }
}

internal sealed class AssignFileValidator : AbstractValidator<AssignFile>
{
    public AssignFileValidator()
    {
        RuleFor(c => c.Repository).Repository();
        RuleFor(c => c.Filename).NotEmpty().MaximumLength(BoostFields.TextLength);
        RuleFor(c => c.Library).NotEmpty().MaximumLength(BoostFields.NameLength);
    }
}
