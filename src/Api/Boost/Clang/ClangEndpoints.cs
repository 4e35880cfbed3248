using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace EventSourced.Api.Boost.Clang;

/// <summary>Where a collector of llvm/llvm-project resumes.</summary>
/// <param name="Issues">One millisecond after the latest known update of an issue or a pull request; null before the first.</param>
/// <param name="Commits">One millisecond after the latest known commit; null before the first.</param>
public sealed record ClangResume(DateTimeOffset? Issues, DateTimeOffset? Commits);

/// <summary>Reads of the mirror of llvm/llvm-project.</summary>
internal static class ClangEndpoints
{
    public static void MapBoostClang(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/boost/clang").WithTags("Boost, Clang").MapGet("/resume", ResumeAsync)
            .WithSummary("The times from which a collector of llvm/llvm-project resumes: one millisecond after the latest known ones.");

    private static async Task<Ok<ClangResume>> ResumeAsync(NpgsqlDataSource source, HttpContext context)
    {
        var rows = await source.RowsAsync("""
            select (select max(github_updated_at) from boost.clang_github_issue_item), (select max(github_committed_at) from boost.clang_github_commit)
            """, r => new ClangResume(After(r.IsDBNull(0) ? null : r.GetFieldValue<DateTimeOffset>(0)), After(r.IsDBNull(1) ? null : r.GetFieldValue<DateTimeOffset>(1))), context.RequestAborted);
        return TypedResults.Ok(rows[0]);
    }

    private static DateTimeOffset? After(DateTimeOffset? latest) => latest?.AddMilliseconds(1);
}
