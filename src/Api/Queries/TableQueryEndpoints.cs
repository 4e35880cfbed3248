using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventSourced.Api.Access;
using EventSourced.Api.Hosting;
using EventSourced.Api.Problems;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace EventSourced.Api.Queries;

/// <summary>The query endpoint of every read table.</summary>
internal static class TableQueryEndpoints
{
    /// <summary>Route of the query endpoint; the OpenAPI document has one path for each table instead.</summary>
    public const string Pattern = "/api/{module}/{table}";

    private static readonly TimeSpan s_defaultWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(60);

    public static void MapTableQueries(this IEndpointRouteBuilder routes) => routes.MapGet(Pattern, QueryAsync).ChecksQueryItself();

    private static async Task QueryAsync(HttpContext context, string module, string table, ReadTableCatalog catalog, TableQueryRunner runner, TableStates states, ApiTelemetry telemetry)
    {
        var definition = catalog.Find($"{module}.{table}") ?? throw new ApiException(404, "unknown_table",
            $"There is no read table {module}.{table}. {Nearest.Hint($"{module}.{table}", "Tables", catalog.Tables.Select(t => t.QualifiedName))}");
        var request = context.Request;
        var format = FormatOf(request);
        var query = TableQuery.Parse(definition, request.Query.SelectMany(p => p.Value, (p, value) => KeyValuePair.Create(p.Key, value ?? "")), context.Caller().Tenant);
        var least = Number(request, "X-Min-Position", long.MaxValue);
        var patience = least is not null && Number(request, "X-Min-Position-Timeout", (long)s_maxWait.TotalSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : s_defaultWait;
        var response = context.Response;
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (least is { } position) await states.WaitAsync(definition, query.AsOf, position, patience > waited.Elapsed ? patience - waited.Elapsed : TimeSpan.Zero, context.RequestAborted);
            response.Headers.Vary = "Accept, Authorization, x-admin-token";
            response.Headers.CacheControl = "private, no-cache";
            if (request.Headers.IfNoneMatch.Count > 0 && await states.ReadAsync(definition, query.AsOf, context.RequestAborted) is var state
                && !(state.Position < least) && Matches(request.GetTypedHeaders().IfNoneMatch, TagOf(state, query, format)))
            {
                Describe(response, state, query, format);
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            using var buffer = new RowBuffer();
            var page = await runner.WriteAsync(query, format == RowFormat.Csv && query.KeepsFormulas ? RowFormat.UnguardedCsv : format, buffer, context.RequestAborted);
            // The table was rolled back between the wait and the read.
            if (page.State.Position < least) continue;
            telemetry.RowsAnswered(definition.QualifiedName, page.Rows);
            Describe(response, page.State, query, format);
            if (page.Next is { } next)
            {
                response.Headers["X-Next-Cursor"] = next;
                var parameters = request.Query.Where(p => p.Key != "cursor").Append(new("cursor", next));
                response.Headers.Link = $"<{request.PathBase}{request.Path}{new QueryBuilder(parameters).ToQueryString()}>; rel=\"next\"";
            }
            response.ContentType = format == RowFormat.Csv ? "text/csv; charset=utf-8; header=present" : format.MediaType;
            response.ContentLength = buffer.Length;
            await buffer.CopyToAsync(response.Body, context.RequestAborted);
            return;
        }
    }

    private static void Describe(HttpResponse response, TableState state, TableQuery query, RowFormat format)
    {
        response.Headers["X-Position"] = state.Position.ToString(CultureInfo.InvariantCulture);
        response.Headers.ETag = TagOf(state, query, format).ToString();
    }

    private static EntityTagHeaderValue TagOf(TableState state, TableQuery query, RowFormat format)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{state.Table}\n{query.Table.Fingerprint}\n{state.Generation}\n{state.Incarnation}\n{state.Position}\n{format.MediaType}\n{query.Identity}");
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12))}\"", isWeak: true);
    }

    private static bool Matches(IList<EntityTagHeaderValue> asked, EntityTagHeaderValue tag) =>
        asked.Any(a => a.Equals(EntityTagHeaderValue.Any) || a.Compare(tag, useStrongComparison: false));

    private static RowFormat FormatOf(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0) return RowFormat.Json;
        var best = accepted.Where(a => a.Quality is not 0).OrderByDescending(a => a.Quality ?? 1)
            .Select(a => RowFormat.All.FirstOrDefault(f => MediaTypeHeaderValue.Parse(f.MediaType).IsSubsetOf(new MediaTypeHeaderValue(a.MediaType))))
            .FirstOrDefault(f => f is not null);
        return best ?? throw new ApiException(406, "not_acceptable", $"Accept asks for {request.Headers.Accept}; there are {string.Join(", ", RowFormat.All.Select(f => f.MediaType))}.");
    }

    private static long? Number(HttpRequest request, string header, long max)
    {
        if (!request.Headers.TryGetValue(header, out var values)) return null;
        return long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw new ApiException(400, "invalid_header", $"{header} is \"{values}\"; expected a whole number from 0{(max == long.MaxValue ? "" : $" to {max}")}.");
    }
}
