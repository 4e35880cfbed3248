using System.Globalization;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Collects the headers of a CHAT file.</summary>
internal sealed class ChatHeaders
{
    private readonly List<Participant> _participants = [];
    private readonly List<string> _warnings = [];

    public int Count { get; private set; }

    public IReadOnlyList<string> Languages { get; private set; } = [];

    /// <summary>The first date; a file of several sessions gives more.</summary>
    public DateOnly? Date { get; private set; }

    public IReadOnlyList<Participant> Participants => _participants;

    public IReadOnlyList<string> Warnings => _warnings;

    public void Add(ChatTier tier)
    {
        Count++;
        var colon = tier.Text.IndexOf(':');
        if (colon < 0) return;
        var value = tier.Text[(colon + 1)..].Trim();
        switch (tier.Text[..colon])
        {
            case "@Languages":
                Languages = value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                break;
            case "@Participants":
                foreach (var entry in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Participant(entry);
                break;
            case "@ID":
                Id(value, tier.Line);
                break;
            case "@Date":
                Day(value, tier.Line);
                break;
        }
    }

    /// <summary>A code, perhaps a name, and the role.</summary>
    private void Participant(string entry)
    {
        var words = entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var role = words.Length > 1 ? words[^1] : null;
        Merge(words[0], p => p with { Name = words.Length > 2 ? string.Join(' ', words[1..^1]) : p.Name, Role = role ?? p.Role });
    }

    /// <summary>language|corpus|code|age|sex|group|SES|role|education|custom|</summary>
    private void Id(string value, int line)
    {
        var fields = value.Split('|');
        if (fields.Length < 8 || string.IsNullOrWhiteSpace(fields[2]))
        {
            _warnings.Add($"Line {line}: @ID has fewer fields than the manual asks for and was passed over.");
            return;
        }
        string? Field(int index) => string.IsNullOrWhiteSpace(fields[index]) ? null : fields[index].Trim();
        Merge(Field(2)!, p => p with { Age = Field(3) ?? p.Age, Sex = Field(4) ?? p.Sex, Role = Field(7) ?? p.Role });
    }

    private void Day(string value, int line)
    {
        // The manual writes 12-MAY-2023; the names of months match in any case.
        if (!DateOnly.TryParseExact(value, ["dd-MMM-yyyy", "d-MMM-yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            _warnings.Add($"Line {line}: @Date is not written like 12-MAY-2023 and was passed over.");
        else
            Date ??= date;
    }

    private void Merge(string code, Func<Participant, Participant> change)
    {
        var index = _participants.FindIndex(p => p.Code == code);
        if (index < 0) _participants.Add(change(new Participant(code)));
        else _participants[index] = change(_participants[index]);
    }
}
