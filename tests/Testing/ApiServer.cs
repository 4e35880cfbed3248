using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace EventSourced.Testing;

/// <summary>An answer of <see cref="ApiServer"/>.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Its body.</param>
/// <param name="Headers">Its headers.</param>
public sealed record ServerAnswer(int Status, string Body = "", params (string Name, string Value)[] Headers);

/// <summary>A request that <see cref="ApiServer"/> got.</summary>
/// <param name="PathAndQuery">Path with query.</param>
/// <param name="Headers">Its headers.</param>
public sealed record ServerRequest(string PathAndQuery, IReadOnlyDictionary<string, string> Headers);

/// <summary>A server on loopback with the answers of a test.</summary>
public sealed class ApiServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<ServerRequest, ServerAnswer> _answer;
    private readonly ConcurrentQueue<ServerRequest> _requests = new();

    /// <summary>Starts it on a free port.</summary>
    /// <param name="answer">Answers a request.</param>
    public ApiServer(Func<ServerRequest, ServerAnswer> answer)
    {
        _answer = answer;
        for (var tried = 1; ; tried++)
        {
            Address = new Uri($"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/");
            // A listener that could not start is closed.
            var listener = new HttpListener { Prefixes = { Address.AbsoluteUri } };
            try
            {
                listener.Start();
                _listener = listener;
                break;
            }
            catch (HttpListenerException) when (tried < 20)
            {
                // The port is in use.
            }
        }
        _ = ServeAsync();
    }

    /// <summary>Its address.</summary>
    public Uri Address { get; }

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<ServerRequest> Requests => [.. _requests];

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var headers = context.Request.Headers.AllKeys.OfType<string>().ToDictionary(k => k, k => context.Request.Headers[k]!, StringComparer.OrdinalIgnoreCase);
            var request = new ServerRequest(context.Request.Url!.PathAndQuery, headers);
            _requests.Enqueue(request);
            var answer = _answer(request);
            try
            {
                context.Response.StatusCode = answer.Status;
                foreach (var (name, value) in answer.Headers) context.Response.AddHeader(name, value);
                var body = Encoding.UTF8.GetBytes(answer.Body);
                if (answer.Status != 304) await context.Response.OutputStream.WriteAsync(body);
                context.Response.Close();
            }
            catch (HttpListenerException)
            {
                // The client has gone, as one that is killed does.
            }
        }
    }
}
