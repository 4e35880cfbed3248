using EventSourced.Commands.Fastest.Infrastructure;

namespace EventSourced.Commands.Fastest.Detection;

/// <summary>Databases and storage that dependencies call for. A package that works with several kinds calls for none: a resource that nobody needs costs money.</summary>
internal static class NeededResources
{
    private static readonly (string Type, string Name, string[] Node, string[] Python)[] s_packages =
    [
        (ResourceTypes.Database, "postgres", ["pg", "postgres", "@neondatabase/serverless"], ["psycopg", "psycopg2", "psycopg2-binary", "asyncpg"]),
        (ResourceTypes.Database, "mysql", ["mysql", "mysql2"], ["pymysql", "mysqlclient", "aiomysql"]),
        (ResourceTypes.Database, "mongodb", ["mongodb", "mongoose"], ["pymongo", "motor"]),
        (ResourceTypes.Database, "redis", ["redis", "ioredis"], ["redis"]),
        (ResourceTypes.Storage, "s3", ["@aws-sdk/client-s3", "minio"], ["minio"]),
    ];

    private static readonly (string Type, string Name, string Binding)[] s_bindings =
        [(ResourceTypes.Database, "d1", "d1_databases"), (ResourceTypes.Storage, "r2", "r2_buckets"), (ResourceTypes.Storage, "kv", "kv_namespaces")];

    /// <summary>The resources, each kind once. Bindings of a worker are Cloudflare's, databases Railway's; other storage is with the provider of the program.</summary>
    public static IReadOnlyList<NeededResource> Of(IReadOnlySet<string> node, IReadOnlySet<string> python, IReadOnlySet<string> bindings, string provider) =>
    [
        .. from kind in s_packages
           let package = kind.Node.FirstOrDefault(node.Contains) ?? kind.Python.FirstOrDefault(python.Contains)
           where package is not null
           select new NeededResource(kind.Type, kind.Name, kind.Type == ResourceTypes.Database ? InfrastructureProviders.Railway : provider, package),
        .. s_bindings.Where(b => bindings.Contains(b.Binding)).Select(b => new NeededResource(b.Type, b.Name, InfrastructureProviders.Cloudflare, b.Binding)),
    ];
}
