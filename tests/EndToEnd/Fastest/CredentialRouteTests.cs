using System.Net;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Tokens of infrastructure providers over HTTP: they are never shown, and never stored in plain text.</summary>
public sealed class CredentialRouteTests(FastestWorld world)
{
    private const string Path = "/v1/infrastructure/credentials", Token = "railway-token-0123456789", Other = "cloudflare-token-0123456789";

    [Fact]
    public async Task A_token_is_saved_encrypted_listed_without_it_and_removed()
    {
        using var ann = await world.UserAsync("credentials");
        await ann.SendAsync(HttpMethod.Put, $"{Path}/railway", 200, new { api_token = Token });
        await ann.SendAsync(HttpMethod.Put, $"{Path}/cloudflare", 200, new { api_token = Other, metadata = new { account_id = "a1" } });
        var first = (await ann.GetAsync(Path))["credentials"]!.AsArray();
        Assert.Equal(["cloudflare", "railway"], first.Select(c => (string?)c!["provider"]));
        Assert.Equal("a1", (string?)first[0]!["metadata"]!["account_id"]);
        Assert.DoesNotContain("token", first.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("enc:v1", first.ToJsonString(), StringComparison.Ordinal);

        // Saving again replaces the token and keeps the row.
        await ann.SendAsync(HttpMethod.Put, $"{Path}/railway", 200, new { api_token = Token + "-new" });
        var again = Assert.Single((await ann.GetAsync(Path))["credentials"]!.AsArray(), c => (string?)c!["provider"] == "railway")!;
        Assert.Equal((string?)first[1]!["id"], (string?)again["id"]);
        Assert.Equal((string?)first[1]!["created_at"], (string?)again["created_at"]);
        Assert.NotEqual((string?)first[1]!["updated_at"], (string?)again["updated_at"]);

        await ann.SendAsync(HttpMethod.Delete, $"{Path}/railway", 200);
        Assert.Equal("cloudflare", (string?)Assert.Single((await ann.GetAsync(Path))["credentials"]!.AsArray())!["provider"]);
        await ann.RefusedAsync(HttpMethod.Delete, $"{Path}/railway", HttpStatusCode.NotFound, "NOT_FOUND");

        await using var count = (await world.DatabaseAsync()).DataSource.CreateCommand($"""
            select (select count(*) from log.mt_events where data::text like '%{Token}%' or data::text like '%{Other}%' or headers::text like '%{Token}%')
                 + (select count(*) from es.commands c where c::text like '%{Token}%' or c::text like '%{Other}%')
                 + (select count(*) from fastest.provider_credentials where api_token not like 'enc:v1:%')
            """);
        Assert.Equal(0L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_text_that_is_no_token_and_an_unknown_provider_are_refused()
    {
        using var ann = await world.UserAsync("badcredentials");
        foreach (var token in (string?[])[null, "", "short", "a token with spaces in it", "token-token-token-token-ü"])
        {
            var message = await ann.RefusedAsync(HttpMethod.Put, $"{Path}/railway", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { api_token = token });
            if (token is { Length: > 5 }) Assert.DoesNotContain(token, message, StringComparison.Ordinal);
        }
        Assert.Contains("cloudflare", await ann.RefusedAsync(HttpMethod.Put, $"{Path}/heroku", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { api_token = Token }), StringComparison.Ordinal);
        await ann.RefusedAsync(HttpMethod.Put, $"{Path}/railway", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { api_token = Token, metadata = "text" });
        await ann.RefusedAsync(HttpMethod.Delete, $"{Path}/heroku", HttpStatusCode.NotFound, "NOT_FOUND");
        Assert.Empty((await ann.GetAsync(Path))["credentials"]!.AsArray());
    }
}
