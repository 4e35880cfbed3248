using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EventSourced.EndToEnd.Kills;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Rabbit;

/// <summary>Anonymous callers who send endless forms use a limited part of the API's memory.</summary>
public sealed class UploadFloodTests
{
    private const int Forms = 180;
    private const int FormBytes = 4 * 1024 * 1024;
    private const int AtOnce = 16;
    private const long MiB = 1024 * 1024;

    [Fact]
    public async Task Unfinished_forms_are_refused_above_a_limit_and_use_bounded_memory()
    {
        await using var servers = await TestServers.StartPrivateAsync(needBroker: true, TestContext.Current.CancellationToken);
        // A young generation of 16 MB, so that garbage does not count as used.
        await using var system = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "flood",
            ("Rabbit__Uploads__AtOnce", $"{AtOnce}"), ("Rabbit__Uploads__AtOncePerSession", "1000"), ("Rabbit__Uploads__BytesPerSession", $"{1024 * MiB}"), ("Rabbit__Uploads__Bytes", $"{1024 * MiB}"),
            ("DOTNET_GCgen0size", "0x1000000"));
        system.StartWorker();
        using var anyone = new HttpClient { BaseAddress = system.Client.BaseAddress };
        var session = Guid.Empty;
        await system.UntilAsync("a session is started", async () =>
        {
            using var started = await anyone.PostAsJsonAsync("/api/session/start", new { });
            if (started.StatusCode == HttpStatusCode.OK) session = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sessionId").GetGuid();
            return session != Guid.Empty;
        });
        // A few before memory is measured, because code that runs for the first time needs some.
        await FloodAsync(system, session, AtOnce + 2);
        var before = system.ApiMemory;
        for (var i = 0; i < 3; i++) await FloodAsync(system, session, Forms);

        // 180 connections may hold 11 MiB of unread data; the rest is tolerance.
        var grown = system.ApiMemory - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{before / MiB} MiB before, {grown / MiB} MiB more after.");
        Assert.True(grown < 96 * MiB, $"The API had {before / MiB} MiB, and {grown / MiB} MiB more after {3L * Forms * FormBytes / MiB} MiB of forms.");
    }

    private static async Task FloodAsync(ServedSystem system, Guid session, int count)
    {
        var answered = 0;
        var forms = new List<Form>();
        try
        {
            // Each from a separate loopback address: the limit per address is a different one.
            for (var i = 0; i < count; i++) forms.Add(new Form(system.Client.BaseAddress!, IPAddress.Parse($"127.0.1.{i + 1}"), session, () => Interlocked.Increment(ref answered)));
            await system.UntilAsync($"all but {AtOnce} forms are answered", () => Task.FromResult(Volatile.Read(ref answered) >= count - AtOnce));
        }
        finally
        {
            foreach (var form in forms) form.Dispose();
        }
    }

    /// <summary>A form that is sent without its end.</summary>
    private sealed class Form : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public Form(Uri api, IPAddress from, Guid session, Action answered)
        {
            _socket.Bind(new IPEndPoint(OperatingSystem.IsLinux() ? from : IPAddress.Loopback, 0));
            _ = RunAsync(api, session, answered);
        }

        private async Task RunAsync(Uri api, Guid session, Action answered)
        {
            try
            {
                await _socket.ConnectAsync(api.Host, api.Port);
                await using var stream = new NetworkStream(_socket);
                var sending = SendAsync(stream, api, session);
                if (await stream.ReadAsync(new byte[1]) == 1) answered();
                await sending;
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // Closed by either side.
            }
        }

        private static async Task SendAsync(NetworkStream stream, Uri api, Guid session)
        {
            var head = Encoding.ASCII.GetBytes(
                $"POST /api/conversation/audio HTTP/1.1\r\nHost: {api.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {FormBytes}\r\n\r\n"
                + $"--b\r\nContent-Disposition: form-data; name=\"sessionId\"\r\n\r\n{session}\r\n--b\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"v.webm\"\r\n\r\n");
            await stream.WriteAsync(head);
            var voice = new byte[64 * 1024];
            for (var left = FormBytes - 4096 - head.Length; left > 0; left -= voice.Length) await stream.WriteAsync(voice.AsMemory(0, Math.Min(left, voice.Length)));
        }

        public void Dispose() => _socket.Dispose();
    }
}
