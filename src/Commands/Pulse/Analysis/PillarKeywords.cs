namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The pillar of community health that a theme belongs to: the first row of the table with one of the theme's words, or
/// belonging if no row matches.</summary>
public static class PillarKeywords
{
    private static readonly (string Pillar, HashSet<string> Words)[] Table =
    [
        (HealthPillars.EmotionalClimate,
            ["safety", "safe", "security", "danger", "crime", "noise", "noisy", "complaint", "complaints", "conflict", "conflicts",
             "dispute", "disputes", "anger", "stress", "fear", "mood"]),
        (HealthPillars.MutualSupport,
            ["help", "lost", "found", "missing", "support", "advice", "volunteer", "volunteers", "volunteering", "lending", "health", "care",
             "donation", "donations", "children", "pets"]),
        (HealthPillars.Equity,
            ["rule", "rules", "fair", "fairness", "equality", "inclusion", "discrimination", "rights", "access", "accessibility",
             "finance", "finances", "money", "fees", "rent"]),
        (HealthPillars.Coordination,
            ["event", "events", "maintenance", "repair", "repairs", "schedule", "schedules", "calendar", "meeting", "meetings", "planning",
             "governance", "vote", "voting", "cleaning", "garden", "sports"]),
        (HealthPillars.Reliability,
            ["transport", "traffic", "parking", "bus", "train", "utility", "utilities", "water", "electricity", "power", "heating",
             "internet", "wifi", "delivery", "deliveries", "weather"]),
        (HealthPillars.Belonging, ["welcome", "social", "newcomers", "party", "food", "celebration", "birthday"]),
    ];

    /// <summary>The pillar of a theme.</summary>
    /// <param name="theme">Its label.</param>
    public static string PillarOf(string theme)
    {
        var words = SenderNames.Words(theme);
        foreach (var (pillar, keywords) in Table)
        {
            if (words.Exists(keywords.Contains)) return pillar;
        }
        return HealthPillars.Belonging;
    }
}
