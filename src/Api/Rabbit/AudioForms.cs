using System.Text;
using EventSourced.Api.Hosting;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EventSourced.Api.Rabbit;

/// <summary>Receives the forms of spoken turns. The session is checked before the recording is read, and the recording is not held in memory.</summary>
internal sealed class AudioForms(RabbitHttpOptions options, UploadSlots slots, RabbitLimits limits, SessionReads sessions, StoredAudio stored, TimeProvider time)
{
    private const int OtherBytes = 64 * 1024;
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Receives a form and passes it to a function. The upload slot and the recording are released when the function has ended.</summary>
    /// <exception cref="RabbitException">The form is not valid, or a limit is exceeded.</exception>
    public async Task<T> WithAsync<T>(HttpContext context, Func<AudioForm, Task<T>> use)
    {
        var boundary = BoundaryOf(context.Request);
        using var slot = slots.Enter(context.Connection.RemoteIpAddress);
        if (!await stored.HasRoomAsync(context.RequestAborted))
            throw new RabbitException(503, RabbitCodes.Unavailable, "The storage for recordings is full. Type the turn, or ask the operator to raise Rabbit:Speech:MaxStoredBytes.") { RetryAfter = TimeSpan.FromMinutes(10) };
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = options.MaxAudioBytes + OtherBytes;
        var received = new Received(context, slot);
        try
        {
            var form = await ReceiveAsync(boundary, received);
            stored.Added(form.Audio.Length);
            return await use(form);
        }
        finally
        {
            if (received.Audio is { } audio) await audio.DisposeAsync();
        }
    }

    private async Task<AudioForm> ReceiveAsync(string boundary, Received received)
    {
        using var timeout = new CancellationTokenSource(options.Uploads.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, received.Context.RequestAborted);
        try
        {
            var reader = new MultipartReader(boundary, received.Context.Request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
            while (await reader.ReadNextSectionAsync(stop.Token) is { } section) await ReceiveAsync(section, received, stop.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !received.Context.RequestAborted.IsCancellationRequested)
        {
            throw new RabbitException(408, RabbitCodes.InvalidRequest, $"The form was not received within {options.Uploads.Timeout.TotalSeconds:0.#} s. Send it again over a faster connection.");
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            throw RabbitException.Invalid($"The form is not well formed: {e.Message}");
        }
        return AudioForm.Of(received.Parts, received.Audio, received.AudioType);
    }

    private async Task ReceiveAsync(MultipartSection section, Received received, CancellationToken cancellationToken)
    {
        var name = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "" : "";
        if (name == "audio")
        {
            if (received.Audio is not null) throw RabbitException.Invalid("The part audio is given twice. Send each recording in a form of its own.");
            var session = RequestText.Session(received.Parts.GetValueOrDefault("sessionId")
                ?? throw RabbitException.Invalid("The part sessionId is missing before the part audio. Send sessionId first, so that the session is checked before the recording is received."));
            received.Slot.EnterSession(session);
            limits.CountSession(session);
            await sessions.CheckStartedAsync(session, cancellationToken);
            received.AudioType = section.ContentType;
            received.Audio = await Spool.ReceiveAsync(
                section.Body, options.MaxAudioBytes, bytes => limits.CountBytes(session, received.Context.Connection.RemoteIpAddress, bytes), cancellationToken);
            return;
        }
        if (!AudioForm.Parts.Contains(name)) throw RabbitException.Invalid($"There is no part {name}. {Nearest.Hint(name, "Parts", [.. AudioForm.Parts, "audio"])}");
        if (!received.Parts.TryAdd(name, await TextAsync(section.Body, name, received, cancellationToken))) throw RabbitException.Invalid($"The part {name} is given twice. Give it once.");
    }

    private static async Task<string> TextAsync(Stream body, string name, Received received, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if ((received.OtherBytes += read) > OtherBytes) throw new RabbitException(413, RabbitCodes.InvalidRequest, $"The parts other than audio have more than {OtherBytes} bytes.");
            bytes.Write(buffer, 0, read);
        }
        try
        {
            return s_utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException)
        {
            throw RabbitException.Invalid($"{name} is not valid UTF-8. Encode the text as UTF-8.");
        }
    }

    private static string BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw new RabbitException(415, RabbitCodes.InvalidRequest, "Send multipart/form-data with the parts sessionId and audio.");
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= 70 } ? boundary : throw RabbitException.Invalid("Content-Type multipart/form-data names no boundary, or one over 70 characters.");
    }

    private sealed class Received(HttpContext context, UploadSlots.Slot slot)
    {
        public HttpContext Context { get; } = context;

        public UploadSlots.Slot Slot { get; } = slot;

        public Dictionary<string, string> Parts { get; } = [];

        public int OtherBytes { get; set; }

        public Spool? Audio { get; set; }

        public string? AudioType { get; set; }
    }
}
