using System.Globalization;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>Names of the streams, secrets and objects of Pulse.</summary>
public static class PulseStreams
{
    /// <summary>Prefix of every stream of the module.</summary>
    public const string Prefix = "pulse/";

    /// <summary>The stream of a community: all its incarnations.</summary>
    /// <param name="communityId">The community.</param>
    public static string Community(string communityId) => Prefix + communityId;

    /// <summary>The stream of an export.</summary>
    /// <param name="exportId">The export.</param>
    public static string Export(Guid exportId) => $"{Prefix}export/{exportId}";

    /// <summary>Folder in which earlier versions put the raw objects of all incarnations of a community. Events refer to objects in it.</summary>
    /// <param name="communityId">The community.</param>
    public static string Objects(string communityId) => $"community/{communityId}";

    /// <summary>Whether an object belongs to any incarnation of a community.</summary>
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

/// <summary>One incarnation of a community. It is part of the name of everything in the community, so that a community that is created
/// again after its deletion does not find the data of the deleted one.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="Incarnation">Number of the incarnation, from 1.</param>
public readonly record struct CommunityScope(string CommunityId, int Incarnation)
{
    /// <summary>Name of the key that hashes the community's senders.</summary>
    public string KeyName => $"pulse/community/{CommunityId}~{Incarnation}";

    /// <summary>Folder of its raw objects. A community id contains no dot.</summary>
    public string Objects => string.Create(CultureInfo.InvariantCulture, $"{PulseStreams.Objects(CommunityId)}.{Incarnation}");

    /// <summary>Whether an object may belong to this incarnation. One in the folder of earlier versions may.</summary>
    /// <param name="key">Key of the object.</param>
    internal bool MayOwn(string key) => key.StartsWith(Objects + "/", StringComparison.Ordinal) || key.StartsWith(PulseStreams.Objects(CommunityId) + "/", StringComparison.Ordinal);

    /// <summary>A source of the community.</summary>
    /// <param name="sourceId">The source.</param>
    public SourceScope Source(string sourceId) => new(this, sourceId);
}

/// <summary>A source in one incarnation of its community.</summary>
/// <param name="Community">The community's incarnation.</param>
/// <param name="SourceId">The source.</param>
public readonly record struct SourceScope(CommunityScope Community, string SourceId)
{
    /// <summary>The community.</summary>
    public string CommunityId => Community.CommunityId;

    /// <summary>The stream of the source: its creation and its queue of exports.</summary>
    public string Stream => $"{PulseStreams.Prefix}{CommunityId}~{Community.Incarnation}/{SourceId}";

    /// <summary>Prefix of the streams of all its days.</summary>
    public string DayPrefix => Stream + "/day/";

    /// <summary>Prefix of the streams of all its weeks.</summary>
    public string WeekPrefix => Stream + "/week/";

    /// <summary>The stream of one day.</summary>
    /// <param name="day">The day.</param>
    public string Day(DateOnly day) => DayPrefix + PulseStreams.Date(day);

    /// <summary>The stream of one week.</summary>
    /// <param name="weekStart">Its Sunday.</param>
    public string Week(DateOnly weekStart) => WeekPrefix + PulseStreams.Date(weekStart);

    /// <summary>The date at the end of a day's or week's stream id.</summary>
    /// <param name="streamId">The stream.</param>
    internal static DateOnly DateOf(string streamId) => DateOnly.ParseExact(streamId.AsSpan(streamId.LastIndexOf('/') + 1), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
