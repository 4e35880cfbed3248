using System.Globalization;

namespace EventSourced.Contracts.Boost;

/// <summary>Row ids of the tables of llvm/llvm-project, computed from natural keys (<see cref="RowId"/>).</summary>
public static class BoostClangRows
{
    /// <summary>An issue or a pull request.</summary>
    /// <param name="number">Its number.</param>
    public static long Item(int number) => RowId.Of("boost.clang_github_issue_item", number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A commit.</summary>
    /// <param name="sha">Its hash, lower-case hex.</param>
    public static long Commit(string sha) => RowId.Of("boost.clang_github_commit", sha);
}
