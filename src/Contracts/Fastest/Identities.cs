using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

/// <summary>Opens a session of a user whose address is verified, and registers the user the first time. Sent by the product routes.</summary>
/// <param name="UserId">The user, derived from the address.</param>
/// <param name="TokenHash">SHA-256 of the session's token, hex.</param>
/// <param name="Email">The address in lower case.</param>
/// <param name="Name">Name shown to people, or null.</param>
/// <param name="Picture">Address of a picture, or null.</param>
[Command("fastest.open_session", Scope = nameof(OpenUserSession.UserId), Allow = FastestPermission.SignIn)]
public sealed record OpenUserSession(
    Guid UserId, string TokenHash,
    [property: Personal(nameof(OpenUserSession.UserId), Prefix = "fastest-user/")] string? Email,
    [property: Personal(nameof(OpenUserSession.UserId), Prefix = "fastest-user/")] string? Name = null,
    [property: Personal(nameof(OpenUserSession.UserId), Prefix = "fastest-user/")] string? Picture = null) : ICommand;

/// <summary>Registers a user whose address is verified, unless they are registered. Sent by the product routes.</summary>
/// <param name="UserId">The user, derived from the address.</param>
/// <param name="Email">The address in lower case.</param>
/// <param name="Name">Name shown to people, or null.</param>
/// <param name="Picture">Address of a picture, or null.</param>
[Command("fastest.register_user", Scope = nameof(RegisterUser.UserId), Allow = FastestPermission.SignIn)]
public sealed record RegisterUser(
    Guid UserId,
    [property: Personal(nameof(RegisterUser.UserId), Prefix = "fastest-user/")] string? Email,
    [property: Personal(nameof(RegisterUser.UserId), Prefix = "fastest-user/")] string? Name = null,
    [property: Personal(nameof(RegisterUser.UserId), Prefix = "fastest-user/")] string? Picture = null) : ICommand;

/// <summary>Issues the codes of a device that wants to act for a user (RFC 8628). Sent by the product routes.</summary>
/// <param name="DeviceCode">32 random letters and digits.</param>
/// <param name="UserCode">Four letters, a hyphen, four digits.</param>
[Command("fastest.start_device", Scope = nameof(StartDevice.DeviceCode), Allow = FastestPermission.SignIn)]
public sealed record StartDevice(string DeviceCode, string UserCode) : ICommand;

/// <summary>Lets a device act for a user. Sent by the product routes.</summary>
/// <param name="UserCode">The code that the device shows.</param>
/// <param name="UserId">The user.</param>
[Command("fastest.authorize_device", Scope = nameof(AuthorizeDevice.UserCode), Allow = FastestPermission.SignIn)]
public sealed record AuthorizeDevice(string UserCode, Guid UserId) : ICommand;

/// <summary>Refuses a device. Sent by the product routes.</summary>
/// <param name="UserCode">The code that the device shows.</param>
[Command("fastest.deny_device", Scope = nameof(DenyDevice.UserCode), Allow = FastestPermission.SignIn)]
public sealed record DenyDevice(string UserCode) : ICommand;

/// <summary>Exchanges the code of an authorized device for a session, once. Sent by the product routes.</summary>
/// <param name="DeviceCode">The device code.</param>
/// <param name="TokenHash">SHA-256 of the session's token, hex.</param>
[Command("fastest.exchange_device_code", Scope = nameof(ExchangeDeviceCode.DeviceCode), Allow = FastestPermission.SignIn)]
public sealed record ExchangeDeviceCode(string DeviceCode, string TokenHash) : ICommand;

/// <summary>Issues a code with which the owner of an address signs in once, within 15 minutes. Sent by the product routes.</summary>
/// <param name="UserId">The user, derived from the address.</param>
/// <param name="Code">32 random letters and digits.</param>
/// <param name="Email">The address in lower case.</param>
[Command("fastest.issue_auth_code", Scope = nameof(IssueAuthCode.Code))]
public sealed record IssueAuthCode(Guid UserId, string Code, [property: Personal(nameof(IssueAuthCode.UserId), Prefix = "fastest-user/")] string? Email) : ICommand;

/// <summary>Opens a session with a code that was sent to an address. Sent by the product routes.</summary>
/// <param name="UserId">The user, derived from the address.</param>
/// <param name="Code">The code.</param>
/// <param name="TokenHash">SHA-256 of the session's token, hex.</param>
/// <param name="Email">The address in lower case.</param>
[Command("fastest.redeem_auth_code", Scope = nameof(RedeemAuthCode.Code), Allow = FastestPermission.SignIn)]
public sealed record RedeemAuthCode(
    Guid UserId, string Code, string TokenHash, [property: Personal(nameof(RedeemAuthCode.UserId), Prefix = "fastest-user/")] string? Email) : ICommand;

/// <summary>Saves the key of a provider, instead of an earlier one. Sent by the product routes, which encrypt it.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Provider">The provider.</param>
/// <param name="KeyValue">The encrypted key.</param>
[Command("fastest.save_api_key", Scope = nameof(SaveApiKey.UserId), Allow = FastestPermission.Use)]
public sealed record SaveApiKey(Guid UserId, string Provider, string KeyValue) : ICommand;

/// <summary>A user signed in for the first time. Name, address and picture are encrypted under the user's key.</summary>
/// <param name="UserId">The user, derived from the address with a secret: one address is one user.</param>
/// <param name="Email">The verified address in lower case. Null once forgotten.</param>
/// <param name="Name">Name shown to people, or null.</param>
/// <param name="Picture">Address of a picture, or null.</param>
[EventName("fastest.user_registered.v1")]
public sealed record UserRegistered(
    Guid UserId,
    [property: Personal(nameof(UserRegistered.UserId), Prefix = "fastest-user/")] string? Email,
    [property: Personal(nameof(UserRegistered.UserId), Prefix = "fastest-user/")] string? Name,
    [property: Personal(nameof(UserRegistered.UserId), Prefix = "fastest-user/")] string? Picture) : IEvent;

/// <summary>A user got a session. Its stream is that of the token's hash, so that a token is found without a table.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">The user.</param>
/// <param name="TokenHash">SHA-256 of the token, hex. The token itself is not stored.</param>
/// <param name="ExpiresAt">From when the token is refused.</param>
[EventName("fastest.session_opened.v1")]
public sealed record UserSessionOpened(Guid SessionId, Guid UserId, string TokenHash, DateTimeOffset ExpiresAt) : IEvent;

/// <summary>A device asked for a code (RFC 8628).</summary>
/// <param name="DeviceId">The request, derived from the device code.</param>
/// <param name="DeviceCode">The code with which the device polls.</param>
/// <param name="UserCode">The code that the user types: four letters, a hyphen, four digits.</param>
/// <param name="ExpiresAt">From when both codes are refused.</param>
/// <param name="ReplacedDeviceId">The expired request that had the user code before, or null.</param>
[EventName("fastest.device_code_issued.v1")]
public sealed record DeviceCodeIssued(Guid DeviceId, string DeviceCode, string UserCode, DateTimeOffset ExpiresAt, Guid? ReplacedDeviceId) : IEvent;

/// <summary>A user code was given to a device. Recorded in the stream of the user code, so that the device is found by it.</summary>
/// <param name="DeviceId">The request of the device.</param>
/// <param name="UserCode">The user code.</param>
/// <param name="ExpiresAt">Until then no other device gets this user code.</param>
[EventName("fastest.user_code_assigned.v1")]
public sealed record UserCodeAssigned(Guid DeviceId, string UserCode, DateTimeOffset ExpiresAt) : IEvent;

/// <summary>A user allowed a device to act for them.</summary>
/// <param name="DeviceId">The request of the device.</param>
/// <param name="UserId">The user.</param>
[EventName("fastest.device_authorized.v1")]
public sealed record DeviceAuthorized(Guid DeviceId, Guid UserId) : IEvent;

/// <summary>A user refused a device.</summary>
/// <param name="DeviceId">The request of the device.</param>
[EventName("fastest.device_denied.v1")]
public sealed record DeviceDenied(Guid DeviceId) : IEvent;

/// <summary>A device exchanged its code for a session: the code cannot be used again.</summary>
/// <param name="DeviceId">The request of the device.</param>
/// <param name="SessionId">The session.</param>
[EventName("fastest.device_code_exchanged.v1")]
public sealed record DeviceCodeExchanged(Guid DeviceId, Guid SessionId) : IEvent;

/// <summary>A code to sign in with was issued for an address.</summary>
/// <param name="CodeId">The code's id, derived from the code.</param>
/// <param name="UserId">The user of the address, who may not be registered yet.</param>
/// <param name="Email">The address in lower case. Null once forgotten.</param>
/// <param name="Code">The code.</param>
/// <param name="ExpiresAt">From when it is refused.</param>
[EventName("fastest.auth_code_issued.v1")]
public sealed record AuthCodeIssued(
    Guid CodeId, Guid UserId, [property: Personal(nameof(AuthCodeIssued.UserId), Prefix = "fastest-user/")] string? Email, string Code, DateTimeOffset ExpiresAt) : IEvent;

/// <summary>A code to sign in with was used: it cannot be used again.</summary>
/// <param name="CodeId">The code's id.</param>
/// <param name="SessionId">The session that it opened.</param>
[EventName("fastest.auth_code_used.v1")]
public sealed record AuthCodeUsed(Guid CodeId, Guid SessionId) : IEvent;

/// <summary>A user saved the key of a provider, instead of an earlier one.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Provider">The provider: <c>anthropic</c>, <c>openai</c>, <c>google</c>, <c>azure</c>, <c>aws</c>, <c>groq</c> or <c>mistral</c>.</param>
/// <param name="KeyName">Name of the environment variable of the key.</param>
/// <param name="KeyValue">The encrypted key: <c>enc:v1:</c> and base64 of nonce, ciphertext and tag.</param>
[EventName("fastest.api_key_saved.v1")]
public sealed record ApiKeySaved(Guid UserId, string Provider, string KeyName, string KeyValue) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UserRegistered))]
[JsonSerializable(typeof(UserSessionOpened))]
[JsonSerializable(typeof(DeviceCodeIssued))]
[JsonSerializable(typeof(UserCodeAssigned))]
[JsonSerializable(typeof(DeviceAuthorized))]
[JsonSerializable(typeof(DeviceDenied))]
[JsonSerializable(typeof(DeviceCodeExchanged))]
[JsonSerializable(typeof(AuthCodeIssued))]
[JsonSerializable(typeof(AuthCodeUsed))]
[JsonSerializable(typeof(ApiKeySaved))]
internal sealed partial class FastestIdentitiesJson : JsonSerializerContext;
