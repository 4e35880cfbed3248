using EventSourced.Commands.Pipeline;
using Npgsql;

namespace EventSourced.Api.Problems;

/// <summary>Tells a database that cannot serve now, of which the caller is told 503, from a fault of ours.</summary>
internal static class DatabaseAway
{
    /// <summary>What to say of it, or null when the exception is something else. The cause may come wrapped.</summary>
    public static string? ReasonOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction }:
                    return "PostgreSQL is read-only for now: queries are answered, commands are not taken. Try again in a moment.";
                // Connection, resources, intervention by an operator. What was cancelled is a matter of its own.
                case PostgresException { SqlState: [var a, var b, ..] } p when (a, b) is ('0', '8') or ('5', '3') or ('5', '7') && p.SqlState != PostgresErrorCodes.QueryCanceled:
                    return "PostgreSQL takes nothing now. Try again in a moment.";
                case TokensUnavailableException:
                    return "PostgreSQL does not answer. Try again in a moment.";
            }
        }
        return Outage.MayBe(exception) ? "PostgreSQL does not answer. Try again in a moment." : null;
    }
}

/// <summary>The tokens of admins could not be read in time.</summary>
internal sealed class TokensUnavailableException(TimeSpan limit) : Exception($"The admin tokens could not be read within {limit.TotalSeconds:0} s: PostgreSQL does not answer.");
