using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>Metadata of endpoints that check another secret than a token, sent in a header. For the OpenAPI document.</summary>
/// <param name="Header">The header.</param>
/// <param name="Description">Its description.</param>
internal sealed record HeaderSecurity(string Header, string Description)
{
    public void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = Header, Description = Description };
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Header, document)] = [] }];
    }
}
