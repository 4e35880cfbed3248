namespace EventSourced.Commands.Boost;

/// <summary>Limits of fields that many commands share.</summary>
internal static class BoostFields
{
    public const int NameLength = 400;
    public const int UrlLength = 2_000;
    public const int EmailLength = 400;
    public const int TextLength = 100_000;
}
