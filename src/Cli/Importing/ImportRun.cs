using System.Diagnostics;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;

namespace EventSourced.Cli.Importing;

/// <summary>A file to import, and how far it is.</summary>
internal sealed class ImportedFile(string community, string source, string path, string? dateOrder = null)
{
    private readonly Stopwatch _clock = new();

    public string Community => community;

    public string Source => source;

    /// <summary>The order of day and month that the user states.</summary>
    public string? DateOrder => dateOrder;

    public string Path => path;

    public string Name => System.IO.Path.GetFileName(path);

    public long Bytes { get; } = new FileInfo(path).Length;

    public long BytesSent { get; set; }

    /// <summary>The row of the export; null until it is there.</summary>
    public ExportRow? Row { get; set; }

    /// <summary>Why the upload was refused; null when it was not.</summary>
    public string? Refusal { get; set; }

    public bool IsDone => Refusal is not null || Row is { IsFinal: true };

    public bool Succeeded => Row is { IsCompleted: true };

    public string? Error => Refusal ?? (Row is { Status: "failed" } ? Row.Error ?? "no reason is recorded" : null);

    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>0 … 1: a tenth for the upload, seven for the days, two for the weeks.</summary>
    public double Done => IsDone ? 1
        : 0.1 * (Bytes == 0 ? 1 : (double)BytesSent / Bytes)
        + 0.7 * (Row is { DaysTotal: > 0 } r ? (double)r.Days / r.DaysTotal.Value : 0)
        + 0.2 * (Row is { WeeksTotal: > 0 } w ? (double)w.Weeks / w.WeeksTotal.Value : 0);

    public string Stage => this switch
    {
        { Refusal: not null } => "refused",
        { Row: null } => $"uploading {Output.Figures.Bytes(BytesSent)} of {Output.Figures.Bytes(Bytes)}",
        { Row.Status: "processing", Row.DaysTotal: { } days } => $"{Output.Figures.Count(Row.Messages)} messages, day {Row.Days} of {days}",
        { Row.Status: "weekly_processing", Row.WeeksTotal: { } weeks } => $"{Output.Figures.Count(Row.Messages)} messages, week {Row.Weeks} of {weeks}",
        _ => Row.Status,
    };

    public void Started() => _clock.Start();

    public void Ended() => _clock.Stop();
}

/// <summary>
/// Uploads files one after another and waits for all of them. A source's exports are queued in the order of the files: each waits until the one before it is
/// in the source's queue, since two commands that are under way at once may be handled in either order.
/// </summary>
internal sealed class ImportRun(ApiClient api)
{
    public async Task RunAsync(IReadOnlyList<ImportedFile> files, Action<ImportedFile> changed, CancellationToken cancellation)
    {
        var waiting = new List<Task>();
        var queued = new Dictionary<(string Community, string Source), Task>();
        foreach (var file in files)
        {
            if (queued.TryGetValue((file.Community, file.Source), out var before)) await before;
            file.Started();
            Upload? upload = null;
            try
            {
                upload = await api.UploadAsync(file.Community, file.Source, file.Path, file.DateOrder, sent =>
                {
                    file.BytesSent = sent;
                    changed(file);
                }, cancellation);
            }
            catch (ApiException e)
            {
                file.Refusal = e.Message;
                file.Ended();
                changed(file);
            }
            if (upload is null) continue;
            var outcome = api.OutcomeAsync(upload.CommandId, TimeSpan.FromMinutes(2), cancellation);
            // However it ends: whoever follows the file says so.
            queued[(file.Community, file.Source)] = outcome.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            waiting.Add(FollowAsync(file, upload, outcome, changed, cancellation));
        }
        await Task.WhenAll(waiting);
    }

    private async Task FollowAsync(ImportedFile file, Upload upload, Task<CommandOutcome> queued, Action<ImportedFile> changed, CancellationToken cancellation)
    {
        try
        {
            var position = (await queued).Position;
            var pause = TimeSpan.FromMilliseconds(50);
            JsonNode? seen = null;
            while (true)
            {
                var page = await api.RowsAsync("pulse.exports", [("export_id", upload.ExportId), ("select", ExportRow.Columns)], position, cancellation);
                if (page.Rows.Count == 0) throw new CliException($"{file.Name}: export {upload.ExportId} was deleted while it was imported.");
                // The first answer has seen the command; from now on any answer has.
                position = null;
                var row = ExportRow.Of(page.Rows[0]);
                if (!JsonNode.DeepEquals(seen, page.Rows[0]))
                {
                    (seen, file.Row) = (page.Rows[0], row);
                    changed(file);
                }
                if (row.IsFinal) break;
                await Task.Delay(pause, cancellation);
                pause = TimeSpan.FromMilliseconds(Math.Min(400, pause.TotalMilliseconds * 1.3));
            }
        }
        catch (ApiException e)
        {
            file.Refusal = e.Message;
            changed(file);
        }
        finally
        {
            file.Ended();
        }
    }
}
