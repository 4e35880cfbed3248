using EventSourced.Api.Queries;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>Replaces the generic path of queries by one path for each read table.</summary>
internal sealed class TablePaths(ReadTableCatalog catalog) : IOpenApiDocumentTransformer
{
    private static readonly IReadOnlyList<(string Name, string Text)> s_comparisons =
        [("gte", "is this or greater"), ("gt", "is greater than this"), ("lte", "is this or less"), ("lt", "is less than this")];

    private static readonly Dictionary<string, string> s_headers = new()
    {
        ["ETag"] = "Entity tag, for If-None-Match.",
        ["X-Position"] = "Position of the log that the rows reflect.",
        ["X-Next-Cursor"] = "Cursor of the next page, when there is one.",
        ["Link"] = "Address of the next page, rel=next, when there is one.",
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Paths.Remove(TableQueryEndpoints.Pattern);
        foreach (var table in catalog.Tables)
        {
            var operation = OperationOf(table, document);
            ApiDocument.Secure(operation, document);
            var path = $"/api/{table.Module}/{table.Name}";
            // A command may have the same path.
            if (document.Paths.TryGetValue(path, out var item) && item is OpenApiPathItem { Operations: { } operations }) operations[HttpMethod.Get] = operation;
            else document.Paths[path] = new OpenApiPathItem { Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Get] = operation } };
        }
        return Task.CompletedTask;
    }

    private static OpenApiSchema RowOf(TableDefinition table) => new()
    {
        Type = JsonSchemaType.Object,
        Description = table.Description,
        Properties = table.Columns.ToDictionary(c => c.Name, c => (IOpenApiSchema)SchemaOf(c)),
    };

    private static OpenApiOperation OperationOf(TableDefinition table, OpenApiDocument document)
    {
        var paths = IndexPaths.Of(table);
        var operation = new OpenApiOperation
        {
            OperationId = table.QualifiedName,
            Summary = table.Description,
            Description = "Filters: column=value, and column. with gte, gt, lte, lt, in (a,b) or like (prefix%). Only columns that an index serves.",
            Tags = new HashSet<OpenApiTagReference> { new($"Tables of {table.Module}", document) },
            Parameters = [],
            Responses = new OpenApiResponses
            {
                ["200"] = PageOf(table, document),
                ["304"] = new OpenApiResponse { Description = "Nothing has changed since If-None-Match.", Headers = Headers("ETag", "X-Position") },
                ["400"] = ApiDocument.Problem("An unknown column, a malformed value, a cursor of another query, or a filter or order without an index: the problem names what is possible.", document),
                ["401"] = ApiDocument.Problem("No valid token.", document),
                ["409"] = ApiDocument.Problem("X-Min-Position was given for a table that is paused or outdated.", document),
                ["503"] = ApiDocument.Problem("The table has no live generation yet.", document),
                ["504"] = ApiDocument.Problem("The table did not reach X-Min-Position in time.", document),
            },
        };
        foreach (var (column, needs) in paths.Filterable)
        {
            var served = needs.Any(n => n.Count == 0) ? "" : $" Usable once {string.Join(" or ", needs.Select(n => string.Join(" and ", n.Select(c => c.Name))))} is given by = or in.";
            operation.Parameters.Add(ApiDocument.Parameter(column.Name, ParameterLocation.Query, ValueOf(column), column.Description + served));
            foreach (var (name, text) in s_comparisons)
                operation.Parameters.Add(ApiDocument.Parameter($"{column.Name}.{name}", ParameterLocation.Query, ValueOf(column), $"{column.Name} {text}.{served}"));
            operation.Parameters.Add(ApiDocument.Parameter($"{column.Name}.in", ParameterLocation.Query, new OpenApiSchema { Type = JsonSchemaType.String }, $"{column.Name} is one of these values, joined by commas.{served}"));
            if (column.SqlType == "text")
                operation.Parameters.Add(ApiDocument.Parameter($"{column.Name}.like", ParameterLocation.Query, new OpenApiSchema { Type = JsonSchemaType.String }, $"{column.Name} begins with this: prefix%.{served}"));
        }
        void Query(string name, IOpenApiSchema schema, string text) => operation.Parameters.Add(ApiDocument.Parameter(name, ParameterLocation.Query, schema, text));
        void Header(string name, OpenApiSchema schema, string text) => operation.Parameters.Add(ApiDocument.Parameter(name, ParameterLocation.Header, schema, text));
        Query("select", new OpenApiSchema { Type = JsonSchemaType.String }, $"Columns of the answer, joined by commas: {string.Join(",", table.Columns.Select(c => c.Name))}.");
        Query("order", new OpenApiSchema { Type = JsonSchemaType.String },
            $"Columns, each with .desc for the greatest first, along the key or an index after the columns given by =: {string.Join(" | ", paths.OrdersWith([]))}. Default: the key.");
        Query("limit", new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = $"{TableQuery.MaxLimit}", Default = TableQuery.DefaultLimit }, "Maximum number of rows of the page.");
        Query("cursor", new OpenApiSchema { Type = JsonSchemaType.String }, "next of the previous page.");
        Query("asOf", new OpenApiSchema { Type = JsonSchemaType.String }, "Name of a replay: queries the table as of its position.");
        Query("csvFormulas", ApiDocument.Named("CsvFormulas", () => new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["guard", "keep"], Default = "guard" }, document),
            "CSV only. guard: an apostrophe before every text that a spreadsheet would run as a formula. keep: texts as they are.");
        Header("X-Min-Position", new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" }, "Waits until the table has reached this position.");
        Header("X-Min-Position-Timeout", new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Maximum = "60", Default = 10 }, "Seconds to wait at most.");
        Header("If-None-Match", new OpenApiSchema { Type = JsonSchemaType.String }, "ETag of an earlier answer.");
        return operation;
    }

    private static OpenApiResponse PageOf(TableDefinition table, OpenApiDocument document)
    {
        var name = ApiDocument.NameOf(table.QualifiedName);
        var row = ApiDocument.Named($"{name}Row", () => RowOf(table), document);
        var page = ApiDocument.Named($"{name}Page", () => new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = $"A page of {table.QualifiedName}.",
            Required = new HashSet<string> { "data", "next", "position" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["data"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = row },
                ["next"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "Cursor of the next page." },
                ["position"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "Position of the log that the rows reflect." },
            },
        }, document);
        return new OpenApiResponse
        {
            Description = "A page. X-Position and ETag say what it reflects; X-Next-Cursor and Link lead to the next.",
            Headers = Headers("ETag", "X-Position", "X-Next-Cursor", "Link"),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = page },
                ["application/x-ndjson"] = new() { Schema = row },
                ["text/csv"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        };
    }

    private static Dictionary<string, IOpenApiHeader> Headers(params string[] names) =>
        names.ToDictionary(n => n, n => (IOpenApiHeader)new OpenApiHeader { Description = s_headers[n], Schema = new OpenApiSchema { Type = JsonSchemaType.String } });

    // Values in filters are never null.
    private static OpenApiSchema ValueOf(Column column)
    {
        var schema = SchemaOf(column);
        schema.Type &= ~JsonSchemaType.Null;
        schema.Description = null;
        return schema;
    }

    internal static OpenApiSchema SchemaOf(Column column)
    {
        var (type, format) = column.SqlType switch
        {
            "bigint" when ColumnJson.IsRowId(column) => (JsonSchemaType.String, "int64"),
            "bigint" => (JsonSchemaType.Integer, "int64"),
            "integer" => (JsonSchemaType.Integer, "int32"),
            "double precision" => (JsonSchemaType.Number, "double"),
            "real" => (JsonSchemaType.Number, "float"),
            "boolean" => (JsonSchemaType.Boolean, null),
            "date" => (JsonSchemaType.String, "date"),
            "timestamptz" => (JsonSchemaType.String, "date-time"),
            // Any JSON.
            "jsonb" => (default(JsonSchemaType?), (string?)null),
            _ => (JsonSchemaType.String, null),
        };
        return new OpenApiSchema { Type = column.Nullable && type is not null ? type | JsonSchemaType.Null : type, Format = format, Description = column.Description };
    }
}
