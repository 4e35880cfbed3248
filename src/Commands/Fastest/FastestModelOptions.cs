using EventSourced.Commands.Intelligence;
using EventSourced.EventStore.Settings;

namespace EventSourced.Commands.Fastest;

/// <summary>Section <c>Fastest:Models</c>: the service with the language model and the embedder.</summary>
/// <remarks>A class and not a record, because a record would print the API key.</remarks>
[SettingsSection(Section, SettingsReaders.Hosts)]
public sealed class FastestModelOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Fastest:Models";

    internal const string BudgetSection = $"{Section}:Budget";

    /// <summary>Base address of an OpenAI-compatible service, such as <c>https://host/v1</c>. Null: built-in rules are used that call nobody.</summary>
    [HoldsPassword]
    public Uri? BaseUrl { get; set; }

    /// <summary>Sent as a bearer token; null if the service needs none. Never logged.</summary>
    [Secret]
    public string? ApiKey { get; set; }

    /// <summary>Model of <c>chat/completions</c>; empty to use the built-in rules.</summary>
    public string LanguageModel { get; set; } = "gpt-4o-mini";

    /// <summary>Model of <c>embeddings</c>; empty to use the built-in embedder. Index the Atlas again after a change: vectors of different models cannot be compared.</summary>
    public string Embedder { get; set; } = "@cf/baai/bge-small-en-v1.5";

    /// <summary>Timeout of one attempt.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a failed attempt is retried.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>Delay before the first retry; it doubles for each further one.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Limits on the calls of the service, over all processes.</summary>
    public FastestModelBudget Budget { get; set; } = new();

    /// <summary>Validates the values.</summary>
    /// <exception cref="InvalidOperationException">A value is invalid; the message contains its key, never the API key.</exception>
    internal FastestModelOptions Checked()
    {
        ServiceSettings.Check(Section, BaseUrl, Timeout, Retries, RetryDelay);
        if (((int[])[Budget.LanguageModelPerHour, Budget.LanguageModelPerDay, Budget.EmbedderPerHour, Budget.EmbedderPerDay]).Any(n => n < 0))
            throw new InvalidOperationException($"{BudgetSection}: every number must be at least 0.");
        return this;
    }
}

/// <summary>Section <c>Fastest:Models:Budget</c>: calls of the paid service per hour and per 24 hours; retries do not count. 0 disables the calls.</summary>
public sealed class FastestModelBudget
{
    /// <summary>Calls of the language model per hour.</summary>
    public int LanguageModelPerHour { get; set; } = 500;

    /// <summary>Calls of the language model in 24 hours.</summary>
    public int LanguageModelPerDay { get; set; } = 2_500;

    /// <summary>Calls of the embedder per hour; one embeds up to 64 texts.</summary>
    public int EmbedderPerHour { get; set; } = 2_000;

    /// <summary>Calls of the embedder in 24 hours.</summary>
    public int EmbedderPerDay { get; set; } = 10_000;
}
