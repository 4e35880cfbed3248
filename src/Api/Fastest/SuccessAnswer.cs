namespace EventSourced.Api.Fastest;

/// <summary>It was done.</summary>
internal sealed record SuccessAnswer(bool Success);
