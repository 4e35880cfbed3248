namespace EventSourced.ReadTables.Operations;

/// <summary>Work that a worker does for an operation under its lease.</summary>
internal interface ILongWork
{
    /// <summary>Does it, from the beginning or from where a killed worker left it.</summary>
    /// <exception cref="OperationLostException">Another worker does it now.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    Task<OperationResult> RunAsync(CancellationToken cancellationToken);

    /// <summary>Takes away what it has built, when it failed or was cancelled.</summary>
    Task CleanAsync(CancellationToken cancellationToken);
}
