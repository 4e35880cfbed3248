namespace EventSourced.EventStore.Appending;

/// <summary>Settings under which rows are found by their keys: the plan goes by the keys, however few rows there are when it is made.</summary>
internal static class KeyPlans
{
    private static readonly (string Name, string Value)[] s_settings =
        [("enable_seqscan", "off"), ("enable_hashjoin", "off"), ("enable_mergejoin", "off"), ("plan_cache_mode", "force_generic_plan")];

    /// <summary>A statement that makes the settings for a session.</summary>
    /// <param name="lockTimeout">Longest wait for a lock, or null for the server's.</param>
    public static string ForSession(TimeSpan? lockTimeout = null) => Sql(lockTimeout, false);

    /// <summary>A statement that makes the settings for the running transaction.</summary>
    /// <param name="lockTimeout">Longest wait for a lock.</param>
    public static string ForTransaction(TimeSpan lockTimeout) => Sql(lockTimeout, true);

    private static string Sql(TimeSpan? lockTimeout, bool isLocal)
    {
        var settings = lockTimeout is { } limit ? s_settings.Append(("lock_timeout", $"{(int)limit.TotalMilliseconds}ms")) : s_settings;
        return "select " + string.Join(", ", settings.Select(s => $"set_config('{s.Item1}', '{s.Item2}', {(isLocal ? "true" : "false")})"));
    }
}
