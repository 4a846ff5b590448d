using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TriageConsole.Components;
using TriageConsole.Outbound;

namespace TriageConsole.Account.SingleSignOn;

internal static class SingleSignOnFeature
{
    public const string Scheme = "SingleSignOn";

    /// <summary>The settings, which password sign-in needs too.</summary>
    public static IServiceCollection AddSingleSignOnSettings(this IServiceCollection services)
    {
        services.AddOptions<SingleSignOnOptions>().BindConfiguration(SingleSignOnOptions.Section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<SingleSignOnOptions>, SingleSignOnValidation>();
    }

    /// <summary>The scheme exists only if a provider is configured: its handler looks at every request.</summary>
    public static IServiceCollection AddSingleSignOn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<GroupRoles>().AddSingleton<SingleSignOnAccounts>().AddSingleton<SingleSignOnProvider>();
        services.AddScoped<SingleSignOnSignIn>();
        if (string.IsNullOrEmpty(configuration.GetSection(SingleSignOnOptions.Section)["Authority"]))
            return services;
        services.AddAuthentication().AddOpenIdConnect(Scheme, null, _ => { });
        services
            .AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<IOptions<SingleSignOnOptions>, OutboundHttp>((o, settings, outbound) => Configure(o, settings.Value, outbound));
        return services;
    }

    public static void MapSingleSignOn(this WebApplication app) =>
        app.MapGet("/account/sso", StartAsync).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The address of the sign-in page with a reason.</summary>
    public static string SignInPage(SingleSignOnResult reason, string? returnUrl) =>
        "/account/sign-in" + Addresses.Query(("sso", reason.ToString()), ("returnUrl", returnUrl));

    /// <summary>
    /// Goes to the provider if it answers. A link and not a form, because the content policy allows forms of this site only.
    /// </summary>
    private static async Task<IResult> StartAsync(HttpContext context, SingleSignOnProvider provider, string? returnUrl)
    {
        if (!provider.IsConfigured)
            return Results.NotFound();
        var target = LocalUrl.OrHome(returnUrl);
        return await provider.ChallengeAsync(context, target) is { } reason
            ? Results.LocalRedirect(SignInPage(reason, target))
            : Results.Empty;
    }

    private static void Configure(OpenIdConnectOptions options, SingleSignOnOptions settings, OutboundHttp outbound)
    {
        options.Authority = settings.Authority;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.RequireHttpsMetadata = settings.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        options.ResponseType = OpenIdConnectResponseType.Code;
        // The answer is a link, so that cookies with SameSite=Lax arrive with it, also over http://localhost.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.CallbackPath = "/account/sso/callback";
        // Anybody can call these addresses of the package, and so sign people out.
        options.RemoteSignOutPath = options.SignedOutCallbackPath = default;
        options.SignInScheme = IdentityConstants.ExternalScheme;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.Scope.Clear();
        foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            options.Scope.Add(scope);
        options.ClaimActions.Remove("iss");
        options.ClaimActions.MapJsonKey(settings.GroupsClaim, settings.GroupsClaim);
        options.ClaimActions.MapJsonKey(settings.EmailVerifiedClaim, settings.EmailVerifiedClaim);
        options.BackchannelHttpHandler = outbound.CreateHandler();
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Events.OnTicketReceived = FinishAsync;
        options.Events.OnRemoteFailure = RefuseAsync;
        options.Events.OnAccessDenied = context =>
        {
            context.HandleResponse();
            context.Response.Redirect(SignInPage(SingleSignOnResult.Denied, null));
            return Task.CompletedTask;
        };
    }

    private static async Task FinishAsync(TicketReceivedContext context)
    {
        var result = await context
            .HttpContext.RequestServices.GetRequiredService<SingleSignOnSignIn>()
            .SignInAsync(context.Principal!, context.HttpContext.RequestAborted);
        var target = LocalUrl.OrHome(context.ReturnUri);
        context.HandleResponse();
        context.Response.Redirect(
            result switch
            {
                SingleSignOnResult.Done => target,
                SingleSignOnResult.NeedsCode => "/account/code" + Addresses.Query(("returnUrl", target)),
                _ => SignInPage(result, target),
            }
        );
    }

    private static Task RefuseAsync(RemoteFailureContext context)
    {
        var reason = context.HttpContext.RequestServices.GetRequiredService<SingleSignOnProvider>().Explain(context.Failure);
        context.HandleResponse();
        context.Response.Redirect(SignInPage(reason, null));
        return Task.CompletedTask;
    }
}
