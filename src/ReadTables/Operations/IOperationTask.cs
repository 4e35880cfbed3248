namespace EventSourced.ReadTables.Operations;

/// <summary>The execution of an operation by a worker, under its lease.</summary>
internal interface IOperationTask
{
    /// <summary>Runs it from the start, or resumes an interrupted run.</summary>
    /// <exception cref="OperationLostException">Another worker has taken the operation.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    Task<OperationResult> RunAsync(CancellationToken cancellationToken);

    /// <summary>Drops what it has built, when it failed or was cancelled.</summary>
    Task CleanAsync(CancellationToken cancellationToken);
}
