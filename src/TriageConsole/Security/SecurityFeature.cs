using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using TriageConsole.Account;
using TriageConsole.Account.Groups;
using TriageConsole.Account.Profile;
using TriageConsole.Account.Provisioning;
using TriageConsole.Account.SingleSignOn;
using TriageConsole.Account.TwoFactor;
using TriageConsole.Compatibility;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Jobs;
using TriageConsole.Security.Tokens;

namespace TriageConsole.Security;

internal static class SecurityFeature
{
    private const string ConsoleScheme = "Console";

    /// <summary>Registers the services for people and API keys without the web server. The command line needs them too.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services
            .AddIdentityCore<AppUser>(o =>
            {
                o.User.RequireUniqueEmail = true;
                // User names are email addresses, so allow all characters.
                o.User.AllowedUserNameCharacters = "";
                // SignInAttempts counts wrong passwords, also for addresses without an account.
                o.Lockout.AllowedForNewUsers = false;
                // Require length instead of character classes: composition rules make people write passwords down.
                o.Password.RequiredLength = SignInLinkService.MinPasswordLength;
                o.Password.RequireDigit =
                    o.Password.RequireLowercase =
                    o.Password.RequireUppercase =
                    o.Password.RequireNonAlphanumeric =
                        false;
                o.Password.RequiredUniqueChars = 4;
            })
            .AddEntityFrameworkStores<TriageDbContext>()
            .AddPasswordValidator<CommonPasswordValidator>()
            .AddTokenProvider<AuthenticatorTokenProvider<AppUser>>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddScoped<IUserStore<AppUser>, ConsoleUserStore>();
        services
            .AddOptions<SignInLimits>()
            .BindConfiguration(SignInLimits.Section)
            .Validate(o => o.IsValid(), "A setting of SignIn is out of range. See docs/operating.md.")
            .ValidateOnStart();
        services
            .AddOptions<PersonalTokenOptions>()
            .BindConfiguration(PersonalTokenOptions.Section)
            .Validate(o => o.IsValid(), "Tokens:MaxDays must be a number from 0 to 3650. See docs/operating.md.")
            .ValidateOnStart();
        services.AddSingleSignOnSettings();
        services.AddProvisioning();
        services.AddSingleton<PersonGroupReader>().AddSingleton<PersonGroupService>();
        // Protects cookies and stored secrets of customers. All instances can read all cookies.
        services.AddDataProtection().SetApplicationName("TriageConsole").PersistKeysToDbContext<TriageDbContext>();
        services.AddSingleton<KeyRingEncryption>();
        services.AddSingleton<OpenCircuits>().AddSingleton<SessionService>().AddSingleton<SignInAttempts>().AddSingleton<RoleOfferMail>();
        return services
            .AddSingleton<AccessService>()
            .AddSingleton<ApiKeyService>()
            .AddSingleton<ApiKeyCache>()
            .AddKeyLimits()
            .AddSingleton<SignInLinkService>()
            .AddSingleton<AccountDirectory>()
            .AddSingleton<RoleAssignment>()
            .AddSingleton<PeopleReader>()
            .AddSingleton<PersonActivity>()
            .AddSingleton<PersonSessions>()
            .AddSingleton<PersonalTokenService>()
            .AddSingleton<ProfileService>()
            .AddSingleton<PeopleService>();
    }

    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        var authentication = services.AddAuthentication(o =>
        {
            o.DefaultScheme = ConsoleScheme;
            o.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
        });
        authentication.AddIdentityCookies();
        // The URL decides the scheme: API keys for the API, cookies everywhere else. Cookies are never valid on the API.
        authentication.AddPolicyScheme(
            ConsoleScheme,
            null,
            o =>
                o.ForwardDefaultSelector = context =>
                    Problems.IsApi(context) ? ApiKeyHandler.SchemeName : IdentityConstants.ApplicationScheme
        );
        authentication.AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.ConfigureApplicationCookie(ConfigureCookie);
        new IdentityBuilder(typeof(AppUser), services).AddSignInManager<ConsoleSignInManager>();
        services.AddScoped<PasswordSignIn>().AddScoped<TwoFactorService>().AddScoped<OwnPassword>();
        services.AddHttpHardening();
        services.AddAuthorizationBuilder().AddConsolePolicies();
        services.AddCors().AddSingleton<Microsoft.AspNetCore.Cors.Infrastructure.ICorsPolicyProvider, BrowserOrigins>();
        services.AddSingleton<IAuthorizationHandler, RoleAnywhereHandler>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddScoped<CircuitHandler, CircuitGuard>();
        services.AddScoped<CurrentPerson>().AddScoped<Times>();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "triage.antiforgery";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddJob<AccountSweeper>().AddHostedService<KeyRingStartupCheck>().AddHostedService<KeyRefusalWriter>();
        services.AddProblemDetails(o =>
            o.CustomizeProblemDetails = c => c.ProblemDetails.Extensions.TryAdd("correlation_id", Problems.CorrelationId(c.HttpContext))
        );
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddExceptionHandler<ApiExceptionHandler>();
        // Throw on binding errors, so that the response can contain the reason.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Must run before all middleware that responds.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseHttpHardening();
        // Call UseRouting explicitly. Otherwise it runs first, before the middleware above.
        app.UseMiddleware<RouteFastPathMiddleware>();
        app.UseRouting();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                CreateScopeForErrors = true,
                // The exception handler of the API has already logged internal errors; bad requests are not logged.
                SuppressDiagnosticsCallback = c => c.ExceptionHandledBy == ExceptionHandledType.ExceptionHandlerService,
            }
        );
        // Add this to the app itself. In a branch, the re-executed request would not be routed again and would find no page.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(
            (context, next) =>
            {
                if (!IsPageRequest(context) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
                    pages.Enabled = false;
                return next(context);
            }
        );
        app.UseWhen(Problems.AreWanted, b => b.UseStatusCodePages(c => Problems.WriteStatusAsync(c.HttpContext)));
        app.UseRequestChecks();
        app.UseRenamedParameters();
        app.UseCors();
        app.UseEarlyKeyLimits();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseKeyLimits();
        app.UseAntiforgery();
        app.UseRawRouteValues();
    }

    private static bool IsPageRequest(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !Problems.AreWanted(context)
        && !context.Request.Path.StartsWithSegments("/_blazor")
        &&
        // A missing file needs no error page. But the last segment of a page can be an id with a dot.
        (!Path.HasExtension(context.Request.Path) || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null);

    private static void ConfigureCookie(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "triage";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // Secure over HTTPS, and usable on plain http://localhost.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(7);
        options.SlidingExpiration = true;
        options.LoginPath = "/account/sign-in";
        options.AccessDeniedPath = "/account/denied";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = SessionService.ValidateCookieAsync;
        // Return to the raw URL. A URL rebuilt from the decoded path can contain another id.
        var redirect = options.Events.OnRedirectToLogin;
        options.Events.OnRedirectToLogin = c =>
        {
            var returnUrl = RawPath.Of(c.HttpContext) + c.Request.QueryString;
            c.RedirectUri = c.Request.PathBase + options.LoginPath + QueryString.Create(options.ReturnUrlParameter, returnUrl);
            return redirect(c);
        };
    }
}
