namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>Finds the provider that works for a user.</summary>
/// <param name="providers">The providers of this installation.</param>
/// <param name="box">Decrypts tokens.</param>
internal sealed class ProviderAccounts(IEnumerable<IInfrastructureProvider> providers, SecretBox box)
{
    /// <summary>The first provider of those that suit for which this installation has an adapter and the user a token; or why there is none.</summary>
    public async Task<(IInfrastructureProvider? Provider, ProviderAccount? Account, string? Fault)> FindAsync(CredentialState user, IReadOnlyList<string> suited, CancellationToken cancellationToken)
    {
        List<IInfrastructureProvider> installed = [.. suited.SelectMany(name => providers.Where(p => p.Name == name))];
        List<string> saved = [.. suited.Where(name => user.Find(name) is not null)];
        if (installed.FirstOrDefault(p => saved.Contains(p.Name)) is { } provider)
        {
            var credential = user.Find(provider.Name)!;
            return (provider, new(await box.OpenAsync(InfrastructureSecrets.Token(user.UserId, provider.Name), credential.ApiToken, cancellationToken), credential.Metadata), null);
        }
        return (null, null, installed.Count == 0 || saved.Count > 0
            ? $"No provider is configured: this installation cannot provision or deploy at {string.Join(" or ", saved.Count > 0 ? saved : suited)}. Deploy there yourself, or ask whoever runs it."
            : $"You have no token of {string.Join(" or ", installed.Select(p => p.Name))}. Save one with PUT /v1/infrastructure/credentials/{installed[0].Name}, then deploy again.");
    }
}
