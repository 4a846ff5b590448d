using Microsoft.AspNetCore.Components;
using TriageConsole.Components;

namespace TriageConsole.Account;

public sealed partial class SignInPage(PasswordSignIn signIn, NavigationManager navigation) : ComponentBase
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

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

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
