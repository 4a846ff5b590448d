using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TriageConsole.Account;
using TriageConsole.Components;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

internal static class SecurityFeature
{
    private const string ConsoleScheme = "Console";

    /// <summary>People and keys without the web: what the command line needs too.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services
            .AddIdentityCore<AppUser>(o =>
            {
                o.User.RequireUniqueEmail = true;
                // Any e-mail address is a user name.
                o.User.AllowedUserNameCharacters = "";
                // Wrong passwords are counted by SignInTries, for addresses without an account too.
                o.Lockout.AllowedForNewUsers = false;
                // Length is what counts; rules of composition make people write passwords down.
                o.Password.RequiredLength = SignInLinkService.MinPasswordLength;
                o.Password.RequireDigit =
                    o.Password.RequireLowercase =
                    o.Password.RequireUppercase =
                    o.Password.RequireNonAlphanumeric =
                        false;
                o.Password.RequiredUniqueChars = 4;
            })
            .AddEntityFrameworkStores<TriageDbContext>()
            .AddPasswordValidator<CommonPasswordValidator>();
        services
            .AddOptions<SignInLimits>()
            .BindConfiguration(SignInLimits.Section)
            .Validate(o => o.IsValid(), "A setting of SignIn is out of its range, see docs/operating.md")
            .ValidateOnStart();
        // Cookies, and secrets that are kept for others.
        services.AddDataProtection().SetApplicationName("TriageConsole");
        services.AddSingleton<DatabaseKeyRing>().AddSingleton<IConfigureOptions<KeyManagementOptions>, UseDatabaseKeyRing>();
        services.AddSingleton<OpenCircuits>().AddSingleton<SessionService>().AddSingleton<SignInTries>().AddSingleton<OfferMail>();
        return services
            .AddSingleton<AccessService>()
            .AddSingleton<ApiKeyService>()
            .AddSingleton<ApiKeyCache>()
            .AddSingleton<SignInLinkService>()
            .AddSingleton<AccountDirectory>()
            .AddSingleton<RoleAssignment>()
            .AddSingleton<PeopleReader>()
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
        // Where an address lies decides who may knock: keys at the API, people everywhere else. No cookie ever works on the API.
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
        services.AddScoped<PasswordSignIn>();
        services.AddHttpHardening();
        services.AddAuthorizationBuilder().AddConsolePolicies();
        services.AddSingleton<IAuthorizationHandler, RoleAnywhereHandler>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddScoped<CircuitHandler, CircuitGuard>();
        services.AddScoped<CurrentPerson>();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "triage.antiforgery";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddHostedService<AccountSweeper>().AddHostedService<KeyRingWarning>();
        services.AddProblemDetails(o =>
            o.CustomizeProblemDetails = c => c.ProblemDetails.Extensions.TryAdd("correlation_id", Problems.CorrelationId(c.HttpContext))
        );
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddExceptionHandler<ApiExceptionHandler>();
        // What cannot be bound is an exception, for its reason to be told.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Before everything that answers.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseHttpHardening();
        // Named here, for what stands before it to stand before it.
        app.UseMiddleware<RouteFastPathMiddleware>();
        app.UseRouting();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                CreateScopeForErrors = true,
                // The API's handler has logged what is a fault of ours; a bad request is none.
                SuppressDiagnosticsCallback = c => c.ExceptionHandledBy == ExceptionHandledType.ExceptionHandlerService,
            }
        );
        // On the app itself: what is executed again in a branch is not routed again, and finds no page.
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
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseRawRouteValues();
    }

    private static bool IsPageRequest(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !Problems.AreWanted(context)
        && !context.Request.Path.StartsWithSegments("/_blazor")
        &&
        // A file that is missing needs no page; a page whose last part is an id with a dot does.
        (!Path.HasExtension(context.Request.Path) || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null);

    private static void ConfigureCookie(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "triage";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // Secure over https; plain http://localhost works too.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(7);
        options.SlidingExpiration = true;
        options.LoginPath = "/account/sign-in";
        options.AccessDeniedPath = "/account/denied";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = SessionService.ValidateCookieAsync;
        // Back to the address as it was sent: put together again from its decoded path it may name another id.
        var redirect = options.Events.OnRedirectToLogin;
        options.Events.OnRedirectToLogin = c =>
        {
            var asked = RawPath.Of(c.HttpContext) + c.Request.QueryString;
            c.RedirectUri = c.Request.PathBase + options.LoginPath + QueryString.Create(options.ReturnUrlParameter, asked);
            return redirect(c);
        };
    }
}
