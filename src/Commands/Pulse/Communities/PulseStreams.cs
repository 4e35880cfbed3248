using System.Globalization;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>Names of the streams, secrets and objects of Pulse.</summary>
public static class PulseStreams
{
    /// <summary>Beginning of every stream of the module.</summary>
    public const string Prefix = "pulse/";

    /// <summary>The stream of a community: all its incarnations.</summary>
    /// <param name="communityId">The community.</param>
    public static string Community(string communityId) => Prefix + communityId;

    /// <summary>The stream of an export.</summary>
    /// <param name="exportId">The export.</param>
    public static string Export(Guid exportId) => $"{Prefix}export/{exportId}";

    /// <summary>Folder in which earlier builds put the raw objects of all lives of a community. Events name objects in it.</summary>
    /// <param name="communityId">The community.</param>
    public static string Objects(string communityId) => $"community/{communityId}";

    /// <summary>Whether an object belongs to some life of a community.</summary>
    /// <param name="communityId">The community.</param>
    /// <param name="key">Key of the object.</param>
    internal static bool IsObjectOf(string communityId, string key)
    {
        var folder = Objects(communityId);
        if (!key.StartsWith(folder, StringComparison.Ordinal) || key.IndexOf('/', folder.Length) is not (>= 0 and var end)) return false;
        return end == folder.Length || (key[folder.Length] == '.' && int.TryParse(key.AsSpan(folder.Length + 1, end - folder.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    /// <summary>The Sunday on or before a day.</summary>
    /// <param name="day">The day.</param>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-Math.Min((int)day.DayOfWeek, day.DayNumber));

    internal static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>One life of a community: everything below a community is named with it, so that a community created anew never meets the
/// data of its deleted namesake.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="Incarnation">Which life, from 1.</param>
public readonly record struct CommunityScope(string CommunityId, int Incarnation)
{
    /// <summary>Name of the key that hashes the community's senders.</summary>
    public string KeyName => $"pulse/community/{CommunityId}~{Incarnation}";

    /// <summary>Folder of its raw objects. The id of a community has no dot.</summary>
    public string Objects => string.Create(CultureInfo.InvariantCulture, $"{PulseStreams.Objects(CommunityId)}.{Incarnation}");

    /// <summary>Whether an object may belong to this life: one in the folder of earlier builds may.</summary>
    /// <param name="key">Key of the object.</param>
    internal bool MayOwn(string key) => key.StartsWith(Objects + "/", StringComparison.Ordinal) || key.StartsWith(PulseStreams.Objects(CommunityId) + "/", StringComparison.Ordinal);

    /// <summary>A source of the community.</summary>
    /// <param name="sourceId">The source.</param>
    public SourceScope Source(string sourceId) => new(this, sourceId);
}

/// <summary>A source in one life of its community.</summary>
/// <param name="Community">The community's life.</param>
/// <param name="SourceId">The source.</param>
public readonly record struct SourceScope(CommunityScope Community, string SourceId)
{
    /// <summary>The community.</summary>
    public string CommunityId => Community.CommunityId;

    /// <summary>The stream of the source: its creation and its queue of exports.</summary>
    public string Stream => $"{PulseStreams.Prefix}{CommunityId}~{Community.Incarnation}/{SourceId}";

    /// <summary>Beginning of the streams of all its days.</summary>
    public string DayPrefix => Stream + "/day/";

    /// <summary>Beginning of the streams of all its weeks.</summary>
    public string WeekPrefix => Stream + "/week/";

    /// <summary>The stream of one day.</summary>
    /// <param name="day">The day.</param>
    public string Day(DateOnly day) => DayPrefix + PulseStreams.Date(day);

    /// <summary>The stream of one week.</summary>
    /// <param name="weekStart">Its Sunday.</param>
    public string Week(DateOnly weekStart) => WeekPrefix + PulseStreams.Date(weekStart);

    /// <summary>The date at the end of the name of a day's or week's stream.</summary>
    /// <param name="streamId">The stream.</param>
    internal static DateOnly DateOf(string streamId) => DateOnly.ParseExact(streamId.AsSpan(streamId.LastIndexOf('/') + 1), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
