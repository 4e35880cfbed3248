using System.Net;
using System.Net.Sockets;
using EventSourced.Servers.Processes;
using EventSourced.Testing;

namespace EventSourced.Servers.Tests;

/// <summary>A start of RabbitMQ takes ten seconds, so these tests share one data directory; each leaves the broker running.</summary>
public sealed class BrokerLifeTests(BrokerLifeTests.PrivateServers fixture) : IClassFixture<BrokerLifeTests.PrivateServers>
{
    private RunningServers Servers => fixture.Servers;

    [Fact]
    public async Task Messages_survive_a_stop_and_a_start()
    {
        await PublishAsync("stopped");
        var uri = Servers.RabbitMqUri;
        await Servers.Broker!.StopAsync();
        Assert.False(Servers.Broker.IsRunning);
        Assert.False(Ask.Accepts(Servers.Broker.Port));

        await Servers.Broker.StartAsync();
        Assert.Equal(uri, Servers.RabbitMqUri);
        Assert.Equal("stopped", await ReadAsync("stopped"));
    }

    [Fact]
    public async Task Messages_survive_a_kill_of_the_virtual_machine_and_a_start_on_the_same_port()
    {
        await PublishAsync("killed");
        var uri = Servers.RabbitMqUri;
        var machine = Ask.State(Servers.DataDirectory).Broker.VirtualMachine!;
        Assert.Equal("beam.smp", ProcFs.Name(machine.Pid));
        await Servers.Broker!.KillAsync();
        Assert.False(machine.IsAlive);
        Assert.False(Servers.Broker.IsRunning);
        Assert.False(Ask.Accepts(Servers.Broker.Port));

        await Servers.Broker.StartAsync();
        Assert.Equal(uri, Servers.RabbitMqUri);
        // The queue was declared just before the kill: see QuorumRegistry.
        Assert.Equal("killed", await ReadAsync("killed"));
    }

    [Fact]
    public async Task A_virtual_machine_without_its_run_script_is_taken_over_and_can_be_stopped()
    {
        var before = Ask.State(Servers.DataDirectory).Broker;
        before.RunScript!.Signal(Signal.Kill);
        await using (var next = await ServerSet.StartAsync(fixture.Options))
        {
            Assert.Equal(before.VirtualMachine, Ask.State(Servers.DataDirectory).Broker.VirtualMachine);
            Assert.Equal(Servers.RabbitMqUri, next.RabbitMqUri);
        }

        await Servers.Broker!.StopAsync();
        Assert.False(before.VirtualMachine!.IsAlive);
        Assert.False(before.Epmd!.IsAlive);
        await Servers.Broker.StartAsync();
    }

    [Fact]
    public async Task A_lost_state_file_and_a_port_in_use_lose_no_data_and_leave_no_second_broker()
    {
        await PublishAsync("moved");
        var before = Ask.State(Servers.DataDirectory).Broker;
        await Servers.Broker!.KillAsync();
        using var other = new TcpListener(IPAddress.Loopback, before.Port);
        other.Start();
        File.Delete(Path.Combine(Servers.DataDirectory, "servers.json"));

        await fixture.StartAgainAsync();
        Assert.NotEqual(before.Port, Servers.Broker.Port);
        Assert.False(before.Epmd!.IsAlive);
        Assert.Equal("moved", await ReadAsync("moved"));
    }

    [Fact]
    public void All_ports_are_on_loopback_only()
    {
        var broker = Ask.State(Servers.DataDirectory).Broker;
        var listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        foreach (var port in (int[])[broker.Port, broker.ManagementPort, broker.EpmdPort, broker.DistributionPort, Servers.Postgres!.Port])
        {
            var addresses = listeners.Where(l => l.Port == port).Select(l => l.Address).ToList();
            Assert.NotEmpty(addresses);
            Assert.All(addresses, address => Assert.True(IPAddress.IsLoopback(address), $"port {port} listens on {address}"));
        }
    }

    private static string Queue(string name) => $"eventsourced/{name}";

    private async Task PublishAsync(string queue)
    {
        using var management = new BrokerManagement(Servers.RabbitMqManagementUri!);
        await management.SendAsync(
            HttpMethod.Put, $"api/queues/{Queue(queue)}", new { durable = true, arguments = new Dictionary<string, string> { ["x-queue-type"] = "quorum" } });
        var answer = await management.SendAsync(
            HttpMethod.Post, "api/exchanges/eventsourced/amq.default/publish",
            new { routing_key = queue, payload = queue, payload_encoding = "string", properties = new { delivery_mode = 2 } });
        Assert.True((bool)answer!["routed"]!);
    }

    private async Task<string?> ReadAsync(string queue)
    {
        using var management = new BrokerManagement(Servers.RabbitMqManagementUri!);
        var answer = await management.SendAsync(
            HttpMethod.Post, $"api/queues/{Queue(queue)}/get", new { count = 1, ackmode = "ack_requeue_false", encoding = "auto" });
        return (string?)answer![0]?["payload"];
    }

    /// <summary>Private servers for this class.</summary>
    public sealed class PrivateServers : IAsyncLifetime
    {
        internal ServerOptions Options { get; } = Ask.Options(needBroker: true);

        internal RunningServers Servers { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Servers = await ServerSet.StartAsync(Options);

        public async Task StartAgainAsync() => Servers = await ServerSet.StartAsync(Options);

        public async ValueTask DisposeAsync() => await Servers.DisposeAsync();
    }
}
