using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;

namespace EventSourced.Servers.Broker;

/// <summary>
/// RabbitMQ writes the name of a new quorum queue to a registry (names.dets) with up to half a second of delay, while
/// the queue's log is on disk immediately. After a kill in between, the next start ignores the log: confirmed messages are lost and the queue never
/// elects a leader. So before a start, the names are restored from the configuration that every queue stores with its log.
/// </summary>
internal static class QuorumRegistry
{
    private const string Script = """
        [Dir] = init:get_plain_arguments(),
        Claims = lists:append([case file:consult(F) of
            {ok, [#{id := {Name, _}, uid := UId}]} -> [{Name, UId}];
            _ -> []
          end || F <- filelib:wildcard(filename:join(Dir, "*/config"))]),
        {ok, names} = dets:open_file(names, [{file, filename:join(Dir, "names.dets")}]),
        lists:foreach(fun({Name, UId}) ->
            case {dets:lookup(names, Name), [U || {N, U} <- Claims, N =:= Name]} of
              {[], [UId]} -> ok = dets:insert(names, {Name, UId}), io:format("~s~n", [Name]);
              _ -> ok
            end
          end, Claims),
        ok = dets:close(names),
        halt(0).
        """;

    /// <summary>Restores the missing names; the node must not run.</summary>
    public static async Task RepairAsync(RabbitMqBinaries binaries, string nodeFolder, Account? account, Action<string> log, CancellationToken cancellation)
    {
        var quorum = Path.Combine(nodeFolder, "quorum");
        if (!Directory.Exists(quorum)) return;
        foreach (var system in Directory.EnumerateDirectories(quorum).Where(folder => File.Exists(Path.Combine(folder, "names.dets"))))
        {
            var (exitCode, output) = await new Command(Path.Combine(binaries.ErlangFolder, "erl"), ["-noinput", "-boot", "start_clean", "-eval", Script, "-extra", system])
            {
                WorkingDirectory = nodeFolder,
                As = account,
                Environment = new Dictionary<string, string> { ["HOME"] = nodeFolder },
            }.RunAsync(null, cancellation);
            if (exitCode != 0) throw new ServerSetupException($"The registry of quorum queues in {system} cannot be read: {LogTail.Of(output)}");
            foreach (var name in output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("dets:", StringComparison.Ordinal)))
                log($"RabbitMQ: quorum queue {name} was not registered because of a kill; it is registered again");
        }
    }
}
