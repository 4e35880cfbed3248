using Npgsql;

namespace EventSourced.Api.Hosting;

/// <summary>
/// The database as the owner of its tables. The API's own login changes no definitions; what an admin asks for and cannot wait for a worker (rollback and
/// release of generations, dropping a replay), and the schema at the first start, is done by this one, and nothing else.
/// </summary>
/// <param name="Source">Connections.</param>
internal sealed record OwnerDatabase(NpgsqlDataSource Source);
