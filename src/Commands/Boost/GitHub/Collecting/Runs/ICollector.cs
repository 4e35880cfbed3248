namespace EventSourced.Commands.Boost.GitHub.Collecting.Runs;

/// <summary>Asks GitHub about something that is not one repository, and records it in steps.</summary>
internal interface ICollector
{
    /// <summary>Its name: one of <see cref="CollectorNames"/>.</summary>
    string Name { get; }

    /// <summary>Collects from the marks of the run on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="GitHubApiException">A limit or an error of the server ended the run. What is recorded stays.</exception>
    Task CollectAsync(CollectorRun run, CancellationToken cancellationToken);
}
