using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using TriageConsole.Account.SingleSignOn;
using TriageConsole.Components;

namespace TriageConsole.Account;

public sealed partial class SignInPage(PasswordSignIn signIn, IOptions<SingleSignOnOptions> settings, NavigationManager navigation)
    : ComponentBase
{
    /// <summary>The text is the same for every reason, so that it does not reveal which addresses have an account.</summary>
    internal const string Refusal =
        "Could not sign in. The email or the password is wrong, or there were too many attempts. After too many attempts, wait "
        + "15 minutes or ask an admin for a one-time link.";

    private string? refusal;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInInput? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    /// <summary>Why a sign-in with the provider failed.</summary>
    [SupplyParameterFromQuery(Name = "sso")]
    private string? Reason { get; set; }

    private SingleSignOnOptions Sso => settings.Value;

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    protected override void OnInitialized() =>
        refusal =
            Sso.IsConfigured && Reason is not null && Enum.TryParse<SingleSignOnResult>(Reason, out var reason) ? Text(reason, Sso) : null;

    private static string Text(SingleSignOnResult reason, SingleSignOnOptions sso) =>
        reason switch
        {
            SingleSignOnResult.Unreachable => $"{sso.Name} does not answer. "
                + (sso.Only ? "Try again later." : "Try again later, or sign in with your password."),
            SingleSignOnResult.Denied => $"{sso.Name} did not allow the sign-in.",
            SingleSignOnResult.NoVerifiedEmail => $"{sso.Name} did not send an email address that it has verified, or another account has "
                + "a very similar address. Ask the operator of the server.",
            SingleSignOnResult.LinkedToAnother =>
                $"Your email address belongs to an account that is linked to another identity of {sso.Name}. "
                    + "Ask the operator of the server.",
            SingleSignOnResult.NoRole => $"None of your groups at {sso.Name} has a role here. Ask an admin.",
            SingleSignOnResult.Disabled => "Your account is disabled. Ask an admin.",
            _ => $"The sign-in with {sso.Name} failed. Try again. If it fails again, ask the operator of the server.",
        };

    private async Task SignInAsync()
    {
        switch (await signIn.TryAsync(Input?.Email, Input?.Password, Context.Connection.RemoteIpAddress))
        {
            case SignInStep.Done:
                navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl), forceLoad: true);
                break;
            case SignInStep.NeedsCode:
                navigation.NavigateTo("/account/code" + Addresses.Query(("returnUrl", ReturnUrl)), forceLoad: true);
                break;
            default:
                refusal = Refusal;
                break;
        }
    }

    internal sealed class SignInInput
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
