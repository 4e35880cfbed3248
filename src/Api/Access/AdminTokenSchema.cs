using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Weasel.Core;

namespace EventSourced.Api.Access;

/// <summary>The table of admin tokens.</summary>
public sealed class AdminTokenSchema : ISchemaPart
{
    /// <inheritdoc/>
    public IEnumerable<ISchemaObject> Objects(EventStoreOptions options) =>
    [
        new SqlTable("es", "admin_tokens", "Admin tokens, stored as hashes.")
            .Column("name", "text", "Name; the actor of the commands that it sends.")
            .Column("sha256", "bytea", "SHA-256 of the token.")
            .Column("created_at", "timestamp with time zone", "When it was created.")
            .Column("expires_at", "timestamp with time zone", "From when it is refused.", @null: true)
            .Column("revoked_at", "timestamp with time zone", "When it was revoked.", @null: true)
            .Key("name")
            .Constraint("admin_tokens_sha256_key", "unique (sha256)"),
    ];
}
