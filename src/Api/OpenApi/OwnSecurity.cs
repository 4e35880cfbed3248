using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>Metadata of endpoints that check a secret of their own, sent in a header, instead of a token: for the API's document.</summary>
/// <param name="Header">The header.</param>
/// <param name="Description">What it is.</param>
internal sealed record OwnSecurity(string Header, string Description)
{
    public void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = Header, Description = Description };
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Header, document)] = [] }];
    }
}
