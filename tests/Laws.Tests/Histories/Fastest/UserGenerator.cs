using EventSourced.Contracts.Fastest;

namespace EventSourced.Laws.Tests.Histories.Fastest;

/// <summary>Generates what a user does: sessions, devices, codes, keys and projects.</summary>
internal sealed class UserGenerator(string name, Random random)
{
    private static readonly string[] s_providers = ["anthropic", "openai", "groq"];
    private static readonly string[] s_infrastructure = ["railway", "cloudflare"];
    private readonly Steps _steps = new(random);
    private readonly Guid _user = random.Guid();
    private readonly List<(Guid Device, string Code)> _expired = [];
    private int _codes;

    public IReadOnlyList<HistoryStep> Steps => _steps.All;

    public void Register() =>
        _steps.Commit($"fastest-user-{_user}", new UserRegistered(_user, $"{name}@example.org", random.OneIn(3) ? null : random.Text(), random.OneIn(3) ? null : "https://example.org/a.png"));

    public void AddAccess()
    {
        var hash = RandomValues.Sha256($"{name} {_codes++}");
        _steps.Commit($"fastest-session-{hash}", new UserSessionOpened(random.Guid(), _user, hash, _steps.Now.AddDays(30)));
        AddDevice(isAllowed: true, isExchanged: true);
        AddDevice(isAllowed: true, isExchanged: false);
        AddDevice(isAllowed: false, isExchanged: false);
        var code = random.Guid();
        _steps.Commit($"fastest-auth-code-{code}", new AuthCodeIssued(code, _user, $"{name}@example.org", RandomValues.Sha256($"code {name} {_codes++}")[..32], _steps.Now.AddMinutes(15)));
        if (random.OneIn(2)) _steps.Commit($"fastest-auth-code-{code}", new AuthCodeUsed(code, random.Guid()));
        for (var keys = random.Next(1, 4); keys > 0; keys--)
            _steps.Commit($"fastest-user-{_user}", new ApiKeySaved(_user, random.Pick(s_providers), "SOME_API_KEY", $"enc:v1:{random.Next()}"));
        AddCredentials();
    }

    public void AddProject(bool isDeleted)
    {
        var project = new ProjectGenerator(_user, _steps, random);
        project.Fill();
        if (isDeleted) project.Delete();
    }

    private void AddCredentials()
    {
        if (random.OneIn(2)) _steps.Commit($"fastest-user-{_user}", new ProviderCredentialRemoved(_user, random.Pick(s_infrastructure)));
        foreach (var provider in s_infrastructure)
            _steps.Commit($"fastest-user-{_user}", new ProviderCredentialSaved(_user, provider, $"enc:v1:{random.Next()}", random.OneIn(3) ? null : """{"account_id":"a"}"""));
    }

    // Half of the devices get the user code of an expired request.
    private void AddDevice(bool isAllowed, bool isExchanged)
    {
        var device = random.Guid();
        (Guid Device, string Code)? former = _expired.Count > 0 && random.OneIn(2) ? random.Pick(_expired) : null;
        var userCode = former?.Code ?? $"{name}-{_codes}";
        var issued = new DeviceCodeIssued(device, RandomValues.Sha256($"device {name} {_codes++}")[..32], userCode, _steps.Now.AddMinutes(15), former?.Device);
        _steps.Commit(($"fastest-device-{device}", [issued]), ($"fastest-user-code-{userCode}", [new UserCodeAssigned(device, userCode, issued.ExpiresAt)]));
        if (former is { } old) _expired.Remove(old);
        if (!isAllowed) _steps.Commit($"fastest-device-{device}", new DeviceDenied(device));
        else _steps.Commit($"fastest-device-{device}", new DeviceAuthorized(device, _user));
        if (isExchanged) _steps.Commit($"fastest-device-{device}", new DeviceCodeExchanged(device, random.Guid()));
        _expired.Add((device, userCode));
    }
}
