namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The trend of the weekly sentiment.</summary>
/// <param name="Direction"><c>improving</c>, <c>declining</c>, <c>stable</c> or <c>insufficient_data</c>.</param>
/// <param name="Slope">Change per week of the fitted line, four decimals; 0 without enough data.</param>
/// <param name="Change">Fitted value of the last week minus that of the first, two decimals; 0 without enough data.</param>
/// <param name="Weeks">Number of weeks that were considered.</param>
/// <param name="Weak">Whether there is a change that is too small to count as a direction.</param>
public sealed record Trend(string Direction, double Slope, double Change, int Weeks, bool Weak);
