using EventSourced.Api.Commands;
using EventSourced.Api.Problems;
using EventSourced.Api.Queries;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace EventSourced.Api.Pulse;

/// <summary>Takes chat exports in: the bytes go straight to the object store, then the export is registered.</summary>
internal static class PulseUpload
{
    private const string Accepted = ".txt, .chat and .zip";
    private const long EnvelopeBytes = 64 * 1024;

    private static readonly QueryParameter[] s_parameters =
    [
        new("community_id", "The community.", Required: true, Pattern: SlugRule.Pattern),
        new("source_id", "The source; without one the export waits for it.", Pattern: SlugRule.Pattern),
        new("delete_after_processing", "Whether the raw file is removed some time after processing; default true.", JsonSchemaType.Boolean),
        new("date_order", $"Order of day and month in the file: {DateOrders.Sentence}; without it, it is found out.", Pattern: $"^({string.Join('|', DateOrders.Names)})$"),
        new("filename", "Name of the file when the body is the file itself."),
    ];

    public static void MapPulseUpload(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/pulse/exports", UploadAsync).WithTags("Pulse").WithSummary("Uploads a chat export (.txt, .chat, .zip) and registers it.")
            .WithMetadata(new CommandMetadata(typeof(RegisterExport), new Dictionary<string, string> { ["export_id"] = "The export." }, Upload: true)).Takes(s_parameters);

    private static async Task<IResult> UploadAsync(HttpContext context, IObjectStore objects, IEventStore log, EventCodec codec, CommandIntake intake, PulseOptions options)
    {
        var id = RequestId.Of(context);
        var parameters = Read(context.Request.Query);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = options.MaxUploadBytes + EnvelopeBytes;

        var upload = Boundary(context.Request) is { } boundary
            ? await FromFormAsync(new MultipartReader(boundary, context.Request.Body), context.RequestAborted)
            : FromBody(context.Request, parameters.Filename);
        var (name, type) = NameOf(upload.Filename);
        var folder = await UploadFolder.OfAsync(log, codec, parameters.CommunityId, context.RequestAborted);
        StoredObject stored;
        try
        {
            stored = await objects.PutAsync(folder, type, upload.Content, options.MaxUploadBytes, context.RequestAborted);
        }
        catch (InvalidDataException e)
        {
            throw new ApiException(400, "malformed_upload", $"The multipart body is not well formed: {e.Message}");
        }
        catch (IOException e) when (e is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested && e.Message.Contains("end of Stream", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(400, "malformed_upload", "The multipart body ends before its closing boundary.");
        }

        // Follows from the command, so that a retry registers the same export.
        var export = ScopedId.Of(parameters.CommunityId, $"pulse.export {id}");
        try
        {
            return await intake.AcceptAsync(context, id,
                new RegisterExport(export, parameters.CommunityId, parameters.SourceId, stored.Key, RecordedName(stored, name), type, stored.Size, stored.Sha256, parameters.DeleteAfterProcessing, parameters.DateOrder),
                new Dictionary<string, string> { ["export_id"] = export.ToString() });
        }
        catch (ApiException) when (stored.IsNew)
        {
            // Refused before anything was sent: nobody will ask for it. What may have been sent all the same is left to the workers' sweep.
            await objects.DeleteAsync(stored.Key, stored.PutAt, CancellationToken.None);
            throw;
        }
    }

    // WhatsApp names a file after the person or group of the chat, which must not stand in a log that forgets nothing: the name follows from the bytes.
    private static string RecordedName(StoredObject stored, string name) => $"export-{stored.Sha256[..12]}{Path.GetExtension(name).ToLowerInvariant()}";

    private static Parameters Read(IQueryCollection query)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        string? Value(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        var (community, source, delete, order) = (Value("community_id"), Value("source_id"), Value("delete_after_processing"), Value("date_order"));
        if (community is null) errors["community_id"] = ["Missing: the community that the export belongs to."];
        else if (!SlugRule.Fits(community)) errors["community_id"] = [$"\"{community}\" is not an id of {SlugRule.Sentence}."];
        if (source is not null && !SlugRule.Fits(source)) errors["source_id"] = [$"\"{source}\" is not an id of {SlugRule.Sentence}."];
        if (delete is not (null or "true" or "false" or "1" or "0")) errors["delete_after_processing"] = [$"\"{delete}\" does not fit; expected true or false."];
        if (!DateOrders.Fits(order)) errors["date_order"] = [$"\"{order}\" does not fit; expected {DateOrders.Sentence}."];
        return errors.Count == 0
            ? new Parameters(community!, source, delete is null or "true" or "1", Value("filename"), order)
            : throw new ApiException(400, "invalid_value", $"Not valid: {string.Join(", ", errors.Keys)}. See errors.", errors);
    }

    private static string? Boundary(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= 70 } ? boundary : throw new ApiException(400, "malformed_upload", "Content-Type multipart/form-data names no boundary, or one over 70 characters.");
    }

    private static async Task<Upload> FromFormAsync(MultipartReader form, CancellationToken cancellationToken)
    {
        MultipartSection? section;
        try
        {
            section = await form.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException && !cancellationToken.IsCancellationRequested))
        {
            throw new ApiException(400, "malformed_upload", $"The multipart body is not well formed: {e.Message}");
        }
        if (section is null) throw new ApiException(400, "file_missing", $"The form has no field named file. Send one, with a file of {Accepted}.");
        return new Upload(FilenameOf(section), new CheckedContent(section.Body, async () =>
        {
            // Before the end is reported: what is refused here is not stored.
            if (await form.ReadNextSectionAsync(cancellationToken) is { } second) Refuse(second);
        }));

        static void Refuse(MultipartSection second) => throw (FieldOf(second) == "file"
            ? new ApiException(400, "several_files", "The form has two files. Send each in a request of its own.")
            : new ApiException(400, "unknown_field", $"The form has the field \"{FieldOf(second)}\"; expected only file. Parameters go into the address: ?community_id=…"));
    }

    private static string FilenameOf(MultipartSection section)
    {
        if (FieldOf(section) is not "file" and var field)
            throw new ApiException(400, "file_missing", $"The form begins with the field \"{field}\"; expected only one named file, with a file of {Accepted}. Parameters go into the address: ?community_id=…");
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
        var name = HeaderUtilities.RemoveQuotes(disposition!.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
        return name is { Length: > 0 } ? name : throw new ApiException(400, "file_missing", $"The field file has no filename. Send a file of {Accepted}.");
    }

    private static string? FieldOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;

    private static Upload FromBody(HttpRequest request, string? filename) => filename is null
        ? throw new ApiException(400, "file_missing", $"The request has no file. Send multipart/form-data with a field named file, or the bytes themselves with ?filename=; {Accepted} are accepted.")
        : new Upload(filename, new CheckedContent(request.Body, () => Task.CompletedTask));

    private static (string Name, string Type) NameOf(string filename)
    {
        // The headers of a form are decoded by the framework, which puts U+FFFD in the place of what is not UTF-8.
        if ((filename.Contains('\uFFFD', StringComparison.Ordinal) ? "It is not valid UTF-8." : Storable.FaultOf(filename)) is { } fault)
            throw new ApiException(400, "invalid_value", $"The filename cannot be stored. {fault}", new Dictionary<string, string[]> { ["filename"] = [fault] });
        // Some browsers send a whole path.
        var name = new string([.. filename[(filename.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))]).Trim();
        if (name.Length > 255) throw new ApiException(400, "invalid_value", $"The filename has {name.Length} characters; at most 255 are possible.");
        return ExportArchive.FileTypes.TryGetValue(Path.GetExtension(name), out var type)
            ? (name, type)
            : throw new ApiException(415, "unsupported_file_type", $"\"{name}\" is no chat export; {Accepted} are accepted.");
    }

    private sealed record Parameters(string CommunityId, string? SourceId, bool DeleteAfterProcessing, string? Filename, string? DateOrder);

    private sealed record Upload(string Filename, Stream Content);
}
