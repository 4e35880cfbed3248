namespace EventSourced.EventStore.Appending;

/// <summary>Planner settings under which rows are found by their keys, however few rows the table has when the statement is planned.</summary>
internal static class PlannerSettings
{
    private static readonly (string Name, string Value)[] s_settings =
        [("enable_seqscan", "off"), ("enable_hashjoin", "off"), ("enable_mergejoin", "off"), ("plan_cache_mode", "force_generic_plan")];

    /// <summary>A statement that applies the settings to a session.</summary>
    /// <param name="lockTimeout">Longest wait for a lock, or null for the server's.</param>
    public static string ForSession(TimeSpan? lockTimeout = null) => Sql(lockTimeout, false);

    /// <summary>A statement that applies the settings to the running transaction.</summary>
    /// <param name="lockTimeout">Longest wait for a lock.</param>
    public static string ForTransaction(TimeSpan lockTimeout) => Sql(lockTimeout, true);

    private static string Sql(TimeSpan? lockTimeout, bool isLocal)
    {
        var settings = lockTimeout is { } limit ? s_settings.Append(("lock_timeout", $"{(int)limit.TotalMilliseconds}ms")) : s_settings;
        return "select " + string.Join(", ", settings.Select(s => $"set_config('{s.Item1}', '{s.Item2}', {(isLocal ? "true" : "false")})"));
    }
}
