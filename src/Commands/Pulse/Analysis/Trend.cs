namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Where the weekly sentiment goes.</summary>
/// <param name="Direction"><c>improving</c>, <c>declining</c>, <c>stable</c> or <c>insufficient_data</c>.</param>
/// <param name="Slope">Change per week of the fitted line, four decimals; 0 without enough data.</param>
/// <param name="Change">Fitted value of the last week less that of the first, two decimals; 0 without enough data.</param>
/// <param name="Weeks">Weeks that were looked at.</param>
/// <param name="Weak">Whether a change shows that is too small to be called one.</param>
public sealed record Trend(string Direction, double Slope, double Change, int Weeks, bool Weak);
