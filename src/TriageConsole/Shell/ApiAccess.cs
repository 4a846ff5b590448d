using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TriageConsole.Security;

namespace TriageConsole.Shell;

/// <summary>Describes how requests authenticate, and the scopes of which a key needs one, as the policies of the endpoints say.</summary>
internal static class ApiAccess
{
    public const string SchemeName = "apiKey";

    public static Task DescribeSchemeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key: tck_…. An admin creates keys on the page Keys, or with ./run.sh api-key create.",
        };
        return Task.CompletedTask;
    }

    public static async Task DescribeScopesAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var policies = context.ApplicationServices.GetRequiredService<IAuthorizationPolicyProvider>();
        var scopes = new List<string>();
        foreach (var data in context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>())
            if (data.Policy is { } name && await policies.GetPolicyAsync(name) is { } policy)
                scopes.AddRange(policy.Requirements.OfType<ScopeRequirement>().SelectMany(r => r.Scopes));
        if (scopes.Count == 0)
            return;
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, context.Document)] = scopes },
        ];
        var words = string.Join(" or ", scopes.Select(s => $"`{s}`"));
        operation.Description = $"{operation.Description} Scope: {words}.".Trim();
    }
}
