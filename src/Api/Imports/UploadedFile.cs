using EventSourced.Api.Problems;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EventSourced.Api.Imports;

/// <summary>The file of a request: the one field of a form, or the whole body.</summary>
/// <param name="Extension">Extension of its name, in small letters.</param>
/// <param name="Type">The file type of the extension.</param>
/// <param name="Content">Its bytes, with a check at their end.</param>
internal sealed record UploadedFile(string Extension, string Type, Stream Content)
{
    private const int MostNameCharacters = 255;

    /// <summary>The file of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">The expected kind.</param>
    /// <param name="filename">Name of the file when the body is the file itself, or null.</param>
    /// <exception cref="ApiException">There is none, or it is of another kind.</exception>
    public static async Task<UploadedFile> OfAsync(HttpContext context, ImportKind kind, string? filename)
    {
        var (name, content) = Boundary(context.Request) is { } boundary
            ? await FromFormAsync(new MultipartReader(boundary, context.Request.Body), kind, context.RequestAborted)
            : FromBody(context.Request, kind, filename);
        var extension = Path.GetExtension(NameOf(name)).ToLowerInvariant();
        return kind.FileTypes.TryGetValue(extension, out var type)
            ? new UploadedFile(extension, type, content)
            : throw new ApiException(415, "unsupported_file_type", $"\"{NameOf(name)}\" is not a file of the kind {kind.Name}; {kind.Accepted} are accepted.");
    }

    private static string? Boundary(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= 70 } ? boundary : throw new ApiException(400, "malformed_upload", "Content-Type multipart/form-data names no boundary, or one over 70 characters.");
    }

    private static async Task<(string Name, Stream Content)> FromFormAsync(MultipartReader form, ImportKind kind, CancellationToken cancellationToken)
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
        if (section is null) throw new ApiException(400, "file_missing", $"The form has no field named file. Send one, with a file of {kind.Accepted}.");
        return (FilenameOf(section, kind), new CheckedContent(section.Body, async () =>
        {
            // Runs before the end is reported: a file that is refused here is not stored.
            if (await form.ReadNextSectionAsync(cancellationToken) is not { } second) return;
            throw FieldOf(second) == "file"
                ? new ApiException(400, "several_files", "The form has two files. Send each in a request of its own.")
                : new ApiException(400, "unknown_field", $"The form has the field \"{FieldOf(second)}\"; expected only file. {AddressHint(kind)}");
        }));
    }

    private static string FilenameOf(MultipartSection section, ImportKind kind)
    {
        if (FieldOf(section) is not "file" and var field)
            throw new ApiException(400, "file_missing", $"The form begins with the field \"{field}\"; expected only one named file, with a file of {kind.Accepted}. {AddressHint(kind)}");
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
        var name = HeaderUtilities.RemoveQuotes(disposition!.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
        return name is { Length: > 0 } ? name : throw new ApiException(400, "file_missing", $"The field file has no filename. Send a file of {kind.Accepted}.");
    }

    private static string AddressHint(ImportKind kind) => $"Parameters go into the address: ?{kind.Parameters.Select(p => p.Name).FirstOrDefault() ?? ImportUpload.Filename}=…";

    private static string? FieldOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;

    private static (string Name, Stream Content) FromBody(HttpRequest request, ImportKind kind, string? filename) => filename is null
        ? throw new ApiException(400, "file_missing", $"The request has no file. Send multipart/form-data with a field named file, or the bytes themselves with ?filename=; {kind.Accepted} are accepted.")
        : (filename, new CheckedContent(request.Body, () => Task.CompletedTask));

    private static string NameOf(string filename)
    {
        // The framework decodes the headers of a form and replaces invalid UTF-8 by U+FFFD.
        if ((filename.Contains('\uFFFD', StringComparison.Ordinal) ? "It is not valid UTF-8." : Storable.FaultOf(filename)) is { } fault)
            throw new ApiException(400, "invalid_value", $"The filename cannot be stored. {fault}", new Dictionary<string, string[]> { ["filename"] = [fault] });
        // Some browsers send a whole path.
        var name = new string([.. filename[(filename.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))]).Trim();
        return name.Length <= MostNameCharacters
            ? name
            : throw new ApiException(400, "invalid_value", $"The filename has {name.Length} characters; at most {MostNameCharacters} are possible.");
    }
}
