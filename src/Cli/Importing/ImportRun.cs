using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Commands;

namespace EventSourced.Cli.Importing;

/// <summary>
/// Uploads files one after another and waits for all imports. Each upload waits until the previous file is registered, so that files are registered in order even if
/// the commands of their kind have no scope.
/// </summary>
internal sealed class ImportRun(ApiClient api)
{
    private static readonly TimeSpan s_registration = TimeSpan.FromMinutes(2);

    public async Task RunAsync(IReadOnlyList<ImportedFile> files, Action<ImportedFile> changed, CancellationToken cancellation)
    {
        var following = new List<Task>();
        foreach (var file in files)
        {
            file.Started();
            try
            {
                var upload = await api.UploadAsync(file.Kind.Path, Terms.Query(file.Parameters.Select(p => (p.Key, p.Value?.ToString()))), file.Path, sent =>
                {
                    file.BytesSent = sent;
                    changed(file);
                }, cancellation);
                file.ImportId = upload.ImportId;
                await api.OutcomeAsync(upload.CommandId, s_registration, cancellation);
                following.Add(FollowAsync(file, changed, cancellation));
            }
            catch (ApiException e)
            {
                Refused(file, e, changed);
            }
        }
        await Task.WhenAll(following);
    }

    private async Task FollowAsync(ImportedFile file, Action<ImportedFile> changed, CancellationToken cancellation)
    {
        try
        {
            var pause = TimeSpan.FromMilliseconds(50);
            while (true)
            {
                var answer = (await api.GetAsync($"imports/{file.ImportId}", cancellation))!.AsObject();
                var isNew = !JsonNode.DeepEquals(file.Answer, answer);
                file.Answer = answer;
                if (file.IsDone) file.Ended();
                if (isNew) changed(file);
                if (file.IsDone) return;
                await Task.Delay(pause, cancellation);
                pause = TimeSpan.FromMilliseconds(Math.Min(400, pause.TotalMilliseconds * 1.3));
            }
        }
        catch (ApiException e)
        {
            Refused(file, e, changed);
        }
    }

    private static void Refused(ImportedFile file, ApiException e, Action<ImportedFile> changed)
    {
        file.Refusal = (e.Message, e.Code);
        file.Ended();
        changed(file);
    }
}
