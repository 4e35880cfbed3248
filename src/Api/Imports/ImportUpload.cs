using System.Reflection;
using System.Text.Json.Nodes;
using EventSourced.Api.Commands;
using EventSourced.Api.Problems;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Imports;

/// <summary>Receives files: streams the bytes to the object store, then accepts the command of their kind. A refused upload leaves nothing behind.</summary>
/// <param name="objects">The object store.</param>
/// <param name="intake">Accepts commands.</param>
/// <param name="claims">Maps imports to their commands.</param>
/// <param name="configuration">Limits.</param>
internal sealed class ImportUpload(IObjectStore objects, CommandIntake intake, Claims claims, IConfiguration configuration)
{
    /// <summary>Name of the parameter with the file's name when the body is the file itself.</summary>
    public const string Filename = "filename";

    private const long EnvelopeBytes = 64 * 1024;
    private static readonly MethodInfo s_accept = typeof(ImportUpload).GetMethod(nameof(AcceptAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private static readonly MethodInfo s_check = typeof(ImportUpload).GetMethod(nameof(CheckAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Receives the file of a request and answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">The kind of the file.</param>
    /// <param name="idMember">Member of the answer that names the import.</param>
    public async Task<IResult> ReceiveAsync(HttpContext context, ImportKind kind, string idMember)
    {
        var command = RequestId.Of(context);
        var parameters = await ParametersAsync(context, kind);
        var draft = kind.Draft(parameters);
        var most = kind.MostBytes(configuration);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most + EnvelopeBytes;
        var file = await UploadedFile.OfAsync(context, kind, Text(context.Request.Query, Filename));
        var id = kind.IdOf(draft, command);
        var stored = await StoreAsync(context, await kind.FolderAsync(draft, id, context.RequestServices, context.RequestAborted), file, most);
        try
        {
            var register = kind.Make(parameters, id, stored, RecordedName(kind, stored, file.Extension), file.Type);
            var members = new Dictionary<string, string> { [idMember] = id.ToString(), ["import_url"] = $"{context.Request.PathBase}/imports/{id}" };
            var answer = await (Task<IResult>)s_accept.MakeGenericMethod(kind.Command.Type).Invoke(this, [context, command, register, members])!;
            // After the command was accepted: a refused upload leaves nothing behind.
            await claims.TakeAsync(ClaimOf(id), command.ToString(), CancellationToken.None);
            return answer;
        }
        catch (ApiException) when (stored.IsNew)
        {
            // Refused before the command was sent. Other failures may have sent it; the workers' sweep removes unused files.
            await objects.DeleteAsync(stored.Key, stored.PutAt, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Name of the claim that maps an import to its command.</summary>
    public static string ClaimOf(Guid importId) => $"import {importId}";

    private async Task<StoredObject> StoreAsync(HttpContext context, string folder, UploadedFile file, long most)
    {
        try
        {
            return await objects.PutAsync(folder, file.Type, file.Content, most, context.RequestAborted);
        }
        catch (InvalidDataException e)
        {
            throw new ApiException(400, "malformed_upload", $"The multipart body is not well formed: {e.Message}");
        }
        catch (IOException e) when (e is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested && e.Message.Contains("end of Stream", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(400, "malformed_upload", "The multipart body ends before its closing boundary.");
        }
    }

    private Task<IResult> AcceptAsync<TCommand>(HttpContext context, Guid id, TCommand command, IReadOnlyDictionary<string, string> members) where TCommand : ICommand =>
        intake.AcceptAsync(context, id, command, members);

    // The file's name may name a person or a group and must not enter the permanent log. The recorded name is derived from the bytes.
    private static string RecordedName(ImportKind kind, StoredObject stored, string extension) => $"{kind.Name}-{stored.Sha256[..12]}{extension}";

    // Checks everything that does not need the file before the file is received.
    private static async Task<JsonObject> ParametersAsync(HttpContext context, ImportKind kind)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var parameters = new JsonObject();
        foreach (var parameter in kind.Parameters)
        {
            if (Text(context.Request.Query, parameter.Name) is not { } text)
            {
                if (parameter.IsRequired) errors[parameter.Name] = [$"Missing. {parameter.Description}"];
            }
            else if (parameter.Parse(text) is { } value)
            {
                parameters[parameter.Name] = value;
            }
            else
            {
                errors[parameter.Name] = [$"\"{text}\" does not fit; expected {parameter.Form}."];
            }
        }
        // Missing and malformed parameters have their errors already. Placeholders for them let the validators check the others, so that all errors are reported together.
        var checkable = (JsonObject)parameters.DeepClone();
        foreach (var parameter in kind.Parameters.Where(p => errors.ContainsKey(p.Name)))
            if (Placeholder(parameter) is { } value) checkable[parameter.Name] = value;
        foreach (var (member, texts) in await (Task<IReadOnlyDictionary<string, string[]>>)s_check.MakeGenericMethod(kind.Command.Type).Invoke(null, [context, kind.Draft(checkable)])!)
            if (!errors.ContainsKey(member) && parameters.ContainsKey(member)) errors[member] = texts;
        return errors.Count == 0 ? parameters : throw new ApiException(400, "invalid_value", $"Not valid: {string.Join(", ", errors.Keys)}. See errors.", errors);
    }

    private static JsonNode? Placeholder(CommandMember parameter) => !parameter.IsRequired ? null
        : parameter.Type == typeof(string) ? ""
        : System.Text.Json.JsonSerializer.SerializeToNode(Activator.CreateInstance(parameter.Type), parameter.Type, CommandCatalog.Json);

    private static async Task<IReadOnlyDictionary<string, string[]>> CheckAsync<TCommand>(HttpContext context, TCommand draft) =>
        (await CommandValidation.CheckAsync(context.RequestServices.GetServices<IValidator<TCommand>>(), draft, context.RequestAborted))?.Errors ?? new Dictionary<string, string[]>();

    private static string? Text(IQueryCollection query, string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
}
