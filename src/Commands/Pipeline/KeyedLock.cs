namespace EventSourced.Commands.Pipeline;

/// <summary>Lets one in at a time for each key, in the order in which they came.</summary>
internal sealed class KeyedLock
{
    private readonly Dictionary<string, Gate> _gates = [];

    public async ValueTask<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        Gate? gate;
        lock (_gates)
        {
            if (!_gates.TryGetValue(key, out gate)) _gates.Add(key, gate = new Gate(this, key));
            gate.Users++;
        }
        try
        {
            await gate.Semaphore.WaitAsync(cancellationToken);
            return gate;
        }
        catch
        {
            Leave(gate);
            throw;
        }
    }

    private void Leave(Gate gate)
    {
        lock (_gates)
            if (--gate.Users == 0)
                _gates.Remove(gate.Key);
    }

    private sealed class Gate(KeyedLock owner, string key) : IDisposable
    {
        public string Key { get; } = key;

        public int Users { get; set; }

        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public void Dispose()
        {
            Semaphore.Release();
            owner.Leave(this);
        }
    }
}
