namespace EventSourced.Commands.Fastest.Guidance;

/// <summary>Values of next steps and decisions (specification, 2.7 and 2.8), which names the categories but does not list them.</summary>
internal static class NextStepValues
{
    public const string Pending = "pending";
    public const string DefaultCategory = "feature";
    public const int DefaultPriority = 2;
    public const int TitleLength = 140, TextLength = 1_000, DecisionLength = 240;

    public static readonly string[] Statuses = [Pending, "accepted", "completed", "dismissed"];
    public static readonly string[] Categories = [DefaultCategory, "improvement", "bug", "refactoring", "testing", "documentation", "security", "performance", "infrastructure", "design", "research"];
    public static readonly string[] Efforts = ["small", "medium", "large"];
    public static readonly string[] DecisionCategories = ["architecture", "technology", "design", "product", "process", "scope"];
}
