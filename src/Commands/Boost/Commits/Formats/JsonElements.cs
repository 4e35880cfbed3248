using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>The elements of a file of JSON: of one list, or of values one after another, of which lists stand for their items. It is read piece by piece.</summary>
internal static class JsonElements
{
    /// <summary>Reads them.</summary>
    /// <param name="content">The file.</param>
    /// <param name="isList">Whether it begins with a list.</param>
    /// <param name="damaged">The error of JSON that is damaged or cut off, from the number of elements before it, and where it is.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The elements, with their numbers from 1.</returns>
    public static async IAsyncEnumerable<(JsonElement Element, long Number)> ReadAsync(
        Stream content, bool isList, Func<long, string, JsonException, Exception> damaged, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        await using var values = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(content, topLevelValues: !isList, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync())
        {
            if (values.Current.ValueKind != JsonValueKind.Array) yield return (values.Current, ++number);
            else foreach (var item in values.Current.EnumerateArray()) yield return (item, ++number);
        }

        async ValueTask<bool> MoveAsync()
        {
            try
            {
                return await values.MoveNextAsync();
            }
            catch (JsonException e)
            {
                throw damaged(number, e.Message.Split(" Path:", 2)[0], e);
            }
        }
    }
}
