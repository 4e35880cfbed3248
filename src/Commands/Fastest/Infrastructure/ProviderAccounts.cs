namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>Finds the provider that works for a user.</summary>
/// <param name="providers">The providers of this installation.</param>
/// <param name="box">Decrypts tokens.</param>
internal sealed class ProviderAccounts(IEnumerable<IInfrastructureProvider> providers, SecretBox box)
{
    /// <summary>The first provider of those that suit for which this installation has an adapter and the user a token; or why there is none.</summary>
    public async Task<(IInfrastructureProvider? Provider, ProviderAccount? Account, string? Fault)> FindAsync(CredentialState user, IReadOnlyList<string> suited, CancellationToken cancellationToken)
    {
        var names = string.Join(" or ", suited);
        List<IInfrastructureProvider> installed = [.. providers.Where(p => suited.Contains(p.Name)).OrderBy(p => suited.Index().First(s => s.Item == p.Name).Index)];
        if (installed.Count == 0) return (null, null, $"No provider is configured: this installation cannot provision or deploy at {names}. Deploy there yourself, or ask whoever runs it.");
        foreach (var provider in installed)
        {
            if (user.Find(provider.Name) is not { } saved) continue;
            var token = await box.OpenAsync(InfrastructureSecrets.Token(user.UserId, provider.Name), saved.ApiToken, cancellationToken);
            return (provider, new(token, saved.Metadata), null);
        }
        return (null, null, $"You have no token of {names}. Save one with PUT /v1/infrastructure/credentials/{installed[0].Name}, then deploy again.");
    }
}
