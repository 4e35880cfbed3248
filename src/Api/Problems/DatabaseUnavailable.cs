using EventSourced.Commands.Pipeline;
using Npgsql;

namespace EventSourced.Api.Problems;

/// <summary>Recognises exceptions of a database that is temporarily unavailable, which are answered with 503.</summary>
internal static class DatabaseUnavailable
{
    /// <summary>The message for the caller, or null for any other exception. Inner exceptions are checked as well.</summary>
    public static string? ReasonOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction }:
                    return "PostgreSQL is read-only for now: queries are answered, commands are not accepted. Try again in a moment.";
                // Connection, resources, operator intervention; but not cancellation.
                case PostgresException { SqlState: [var a, var b, ..] } p when (a, b) is ('0', '8') or ('5', '3') or ('5', '7') && p.SqlState != PostgresErrorCodes.QueryCanceled:
                    return "PostgreSQL accepts no requests now. Try again in a moment.";
                case TokensUnavailableException:
                    return "PostgreSQL does not answer. Try again in a moment.";
            }
        }
        return Outage.MayBe(exception) ? "PostgreSQL does not answer. Try again in a moment." : null;
    }
}

/// <summary>The admin tokens could not be read in time.</summary>
internal sealed class TokensUnavailableException(TimeSpan limit) : Exception($"The admin tokens could not be read within {limit.TotalSeconds:0} s: PostgreSQL does not answer.");
