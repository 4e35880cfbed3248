using EventSourced.Api.Access;
using EventSourced.Api.Commands;
using EventSourced.Api.OpenApi;
using EventSourced.Api.Problems;
using EventSourced.Api.Queries;
using EventSourced.Commands.Modules;
using EventSourced.EventStore;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace EventSourced.Api.Imports;

/// <summary>Upload routes of the kinds of imports, and the status of imports.</summary>
internal static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder routes, ModuleCatalog modules)
    {
        foreach (var kind in modules.Imports) routes.MapImport(kind, kind.Path, "import_id", $"{kind.Module}.imports.{kind.Name}");
        routes.MapPost("/api/{module}/imports/{kind}", (string module, string kind) => Unknown(modules, module, kind)).ChecksQueryItself().ExcludeFromDescription();
        var imports = routes.MapGroup("/imports").NeedsCredential().WithTags("Imports");
        imports.MapGet("{id:guid}", (Guid id, HttpContext context, ImportReads reads) => reads.FindAsync(id, context))
            .WithSummary("An import: its progress, its result and what was left out.");
        imports.MapGet("{id:guid}/events", (Guid id, HttpContext context, ImportReads reads) => reads.FollowAsync(id, context))
            .WithSummary("The progress of an import as server-sent events; the last event is the end.");
    }

    /// <summary>Maps uploads of a kind.</summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="path">The address.</param>
    /// <param name="idMember">Member of the answer that names the import.</param>
    /// <param name="operation">Id of the operation in the OpenAPI document.</param>
    public static void MapImport(this IEndpointRouteBuilder routes, ImportKind kind, string path, string idMember, string operation) =>
        routes.MapPost(path, (HttpContext context, ImportUpload upload) => upload.ReceiveAsync(context, kind, idMember))
            .Needs(kind.Command.Allow)
            .WithMetadata(new CommandMetadata(kind.Command.Type, new Dictionary<string, string> { [idMember] = "The import.", ["import_url"] = "Address of the import's status." }, Upload: true, operation))
            .WithTags(CommandEndpoints.TagOf(kind.Module))
            .WithSummary($"{kind.Summary} Files of {kind.Accepted}.")
            .Takes([.. kind.Parameters.Select(p => Describe(routes.ServiceProvider, kind, p)), new(ImportUpload.Filename, "Name of the file when the body is the file itself.")]);

    private static IResult Unknown(ModuleCatalog modules, string module, string kind)
    {
        if (modules.Find(module) is null) throw new ApiException(404, "unknown_module", $"There is no module {module}. {Nearest.Hint(module, "Modules", modules.All.Select(m => m.Name))}");
        string[] kinds = [.. modules.Imports.Where(k => k.Module == module).Select(k => k.Name)];
        throw new ApiException(404, "unknown_kind", $"The module {module} has no imports of the kind {kind}. {(kinds.Length == 0 ? "It imports nothing." : Nearest.Hint(kind, "Kinds", kinds))}");
    }

    private static QueryParameter Describe(IServiceProvider services, ImportKind kind, CommandMember parameter)
    {
        // A JSON value in the query string is a string for OpenAPI.
        var (type, format) = CommandOperations.ScalarOf(parameter.Type) ?? (JsonSchemaType.String, null);
        return new QueryParameter(parameter.Name, parameter.Description, type, format, parameter.IsRequired, Pattern: PatternOf(services, kind, parameter));
    }

    // The regular expression of the command's validator, if it has one.
    private static string? PatternOf(IServiceProvider services, ImportKind kind, CommandMember parameter)
    {
        var member = parameter.Property.Name;
        return ((IEnumerable<object>)services.GetService(typeof(IEnumerable<>).MakeGenericType(typeof(IValidator<>).MakeGenericType(kind.Command.Type)))!).Cast<IValidator>()
            .SelectMany(validator => validator.CreateDescriptor().GetValidatorsForMember(member)).Select(v => v.Validator).OfType<IRegularExpressionValidator>()
            .Select(rule => rule.Expression.Replace(@"\z", "$", StringComparison.Ordinal).Replace(@"\A", "^", StringComparison.Ordinal)).FirstOrDefault();
    }
}
