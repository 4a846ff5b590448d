using Microsoft.AspNetCore.Components;

namespace TriageConsole.Account;

public sealed partial class SignInPage(PasswordSignIn signIn, NavigationManager navigation) : ComponentBase
{
    /// <summary>The same for every reason: it must not tell which addresses have an account.</summary>
    internal const string Refusal =
        "Could not sign in. The e-mail or the password is wrong, or there were too many attempts. After too many, wait a quarter of an hour, or ask an admin for a one-time link.";

    private string? refusal;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInInput? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    private async Task SignInAsync()
    {
        if (await signIn.TryAsync(Input?.Email, Input?.Password, Context.Connection.RemoteIpAddress))
            navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl), forceLoad: true);
        else
            refusal = Refusal;
    }

    internal sealed class SignInInput
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}

/// <summary>Only addresses of this site are followed after a sign-in.</summary>
internal static class LocalUrl
{
    public static string OrHome(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..]
        && !url.Any(char.IsControl)
        && !url.StartsWith("/account/", StringComparison.OrdinalIgnoreCase)
            ? url
            : "/";
}
