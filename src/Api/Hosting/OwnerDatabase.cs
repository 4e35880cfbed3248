using Npgsql;

namespace EventSourced.Api.Hosting;

/// <summary>
/// The database with the login that owns its tables. The API's own login cannot change definitions. This login is used only for the schemas at startup, and for admin
/// requests that do not wait for a worker: rollback and release of generations, and dropping a replay.
/// </summary>
/// <param name="Source">Connections.</param>
internal sealed record OwnerDatabase(NpgsqlDataSource Source);
