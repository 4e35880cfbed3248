using System.Globalization;
using EventSourced.Api.Queries;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace EventSourced.Api.Boost.Libraries;

/// <summary>Reads of libraries, their releases and dependencies.</summary>
internal static class LibraryEndpoints
{
    private const int DefaultDepth = 32;

    private static readonly QueryParameter[] s_dependencies =
    [
        new("version", "The release, such as boost-1.84.0; the last one with an answer by default."),
        new("transitive", "true also for those that are reached by others.", JsonSchemaType.Boolean),
        QueryParameter.Integer("depth", $"Longest way with transitive=true, up to {DependencyReads.MaxDepth}; default {DefaultDepth}."),
    ];

    public static void MapBoostLibraries(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/boost").WithTags("Boost, libraries");
        group.MapGet("/libraries", LibrariesAsync).Takes(BoostParameters.Page).WithSummary("Libraries by name, with their last release and categories.");
        group.MapGet("/libraries/{name}/versions", VersionsAsync).WithSummary("The releases of a library, newest first, with its authors and maintainers. Write a slash in a name as %2F.");
        group.MapGet("/libraries/{name}/dependencies", DependenciesAsync).Takes(s_dependencies).WithSummary("What a library depends on in a release.");
        group.MapGet("/libraries/{name}/dependents", DependentsAsync).Takes(s_dependencies).WithSummary("What depends on a library in a release.");
        group.MapGet("/dependency-changes", ChangesAsync).Takes(new QueryParameter("library", "Only changes of this library."), QueryParameter.Date("from", "First date."), QueryParameter.Date("to", "Last date.")).Takes(BoostParameters.Page)
            .WithSummary("Changes of dependencies from release to release, newest first.");
    }

    private static async Task<Ok<LibraryList>> LibrariesAsync(HttpContext context, LibraryReads reads)
    {
        var (limit, cursor) = context.Request.Page();
        return TypedResults.Ok(await reads.LibrariesAsync(limit, cursor, context.RequestAborted));
    }

    private static async Task<Ok<LibraryVersionList>> VersionsAsync(string name, HttpContext context, LibraryReads reads) => TypedResults.Ok(await reads.VersionsAsync(Name(name), context.RequestAborted));

    private static Task<Ok<DependencyList>> DependenciesAsync(string name, HttpContext context, DependencyReads reads) => ReachedAsync(name, context, reads, isReverse: false);

    private static Task<Ok<DependencyList>> DependentsAsync(string name, HttpContext context, DependencyReads reads) => ReachedAsync(name, context, reads, isReverse: true);

    private static async Task<Ok<DependencyList>> ReachedAsync(string name, HttpContext context, DependencyReads reads, bool isReverse)
    {
        var request = context.Request;
        var version = request.Value("version") is not { } text ? null : BoostRelease.TryParse(text, out var release) ? release.Tag : throw QueryValues.Invalid($"version is \"{text}\"; expected {BoostRelease.Sentence}.");
        var isTransitive = request.Value("transitive") switch { null or "false" => false, "true" => true, var other => throw QueryValues.Invalid($"transitive is \"{other}\"; expected true or false.") };
        var depth = request.Value("depth") is { } given ? Depth(given, isTransitive) : DefaultDepth;
        return TypedResults.Ok(await reads.ReadAsync(Name(name), version, isTransitive ? depth : 1, isReverse, context.RequestAborted));
    }

    private static async Task<Ok<DependencyChangeList>> ChangesAsync(HttpContext context, DependencyReads reads)
    {
        var (from, to) = context.Request.Dates();
        var (limit, cursor) = context.Request.Page();
        var library = context.Request.Value("library") is { } name ? Name(name) : null;
        return TypedResults.Ok(await reads.ChangesAsync(library, from, to, limit, cursor, context.RequestAborted));
    }

    // A slash in a segment of an address stays encoded in the route's value.
    private static string Name(string segment)
    {
        var name = segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return Storable.FaultOf(name) is { } fault ? throw QueryValues.Invalid($"The library's name cannot be stored. {fault}") : name;
    }

    private static int Depth(string text, bool isTransitive) => !isTransitive ? throw QueryValues.Invalid("depth is only for transitive=true.")
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var depth) && depth is >= 2 and <= DependencyReads.MaxDepth ? depth
        : throw QueryValues.Invalid($"depth is \"{text}\"; expected a number from 2 to {DependencyReads.MaxDepth}.");
}
