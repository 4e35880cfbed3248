using System.Globalization;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Collects the headers of a CHAT file.</summary>
internal sealed class ChatHeaders
{
    /// <summary>Headers of the manual and of older files that contain nothing about turns.</summary>
    private static readonly HashSet<string> s_known = new(
        [
            "@PID", "@Font", "@Window", "@Color words", "@Colour words", "@Options", "@Media", "@Exceptions", "@Interaction type", "@Number", "@Recording quality",
            "@Room layout", "@Tape location", "@Time duration", "@Time start", "@Transcriber", "@Transcription", "@Coder", "@Coding", "@Types", "@Videos", "@Warning",
            "@Activities", "@Bck", "@Bg", "@Eg", "@G", "@T", "@Tim", "@Blank", "@Comment", "@New Episode", "@New Language", "@Page", "@Situation", "@Location",
            "@Thumbnail", "@Create Date", "@Filename", "@Source",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly string[] s_perParticipant =
        ["@Age of ", "@Birth of ", "@Birthplace of ", "@Education of ", "@Group of ", "@L1 of ", "@SES of ", "@Sex of "];

    private readonly List<Participant> _participants = [];
    private readonly List<string> _warnings = [];
    private readonly LeftOutLog _leftOut = new();

    public int Count { get; private set; }

    public IReadOnlyList<string> Languages { get; private set; } = [];

    /// <summary>The first date; a file of several sessions may have more.</summary>
    public DateOnly? Date { get; private set; }

    public IReadOnlyList<Participant> Participants => _participants;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Headers that contain nothing about turns.</summary>
    public IReadOnlyList<LeftOut> LeftOut => _leftOut.All;

    public void Add(ChatTier tier)
    {
        Count++;
        var colon = tier.Text.IndexOfAny([':', '：']);
        var name = (colon < 0 ? tier.Text : tier.Text[..colon]).Trim();
        var value = colon < 0 ? "" : tier.Text[(colon + 1)..].Trim();
        switch (name.ToUpperInvariant())
        {
            case "@UTF8" or "@BEGIN" or "@END":
                break;
            case "@LANGUAGES" when value.Length > 0:
                Languages = [.. Languages.Union(value.Split([',', '，', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))];
                break;
            case "@PARTICIPANTS" when value.Length > 0:
                foreach (var entry in value.Split([',', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Participant(entry);
                break;
            case "@ID":
                Id(value, tier.Line);
                break;
            case "@DATE":
                Day(value, tier.Line);
                break;
            default:
                if (IsKnown(name))
                {
                    _leftOut.Add("headers without information about turns, such as @Comment", tier.Line, $"{name.Split(' ')[0]}…");
                    break;
                }
                _leftOut.Add("unknown headers", tier.Line, "@…");
                _warnings.Add($"Line {tier.Line}: the header is not in the manual, or has no value, and was left out.");
                break;
        }
    }

    /// <summary>Adds a participant: code, optional name, role.</summary>
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
            _warnings.Add($"Line {line}: @ID has fewer fields than the manual requires and was ignored.");
            return;
        }
        string? Field(int index) => string.IsNullOrWhiteSpace(fields[index]) ? null : fields[index].Trim();
        Merge(Field(2)!, p => p with { Age = Field(3) ?? p.Age, Sex = Field(4) ?? p.Sex, Role = Field(7) ?? p.Role });
    }

    private void Day(string value, int line)
    {
        // The manual writes 12-MAY-2023; month names match in any case.
        if (!DateOnly.TryParseExact(value, ["dd-MMM-yyyy", "d-MMM-yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            _warnings.Add($"Line {line}: @Date is not written like 12-MAY-2023 and was ignored.");
        else if (Date is { } first && first != date)
            _warnings.Add($"Line {line}: the file has a second @Date; all turns have the day of the first one. Split the file to keep both.");
        else
            Date = date;
    }

    private void Merge(string code, Func<Participant, Participant> change)
    {
        var index = _participants.FindIndex(p => p.Code == code);
        if (index < 0) _participants.Add(change(new Participant(code)));
        else _participants[index] = change(_participants[index]);
    }

    private static bool IsKnown(string name) => s_known.Contains(name) || s_perParticipant.Any(of => name.StartsWith(of, StringComparison.OrdinalIgnoreCase));
}
