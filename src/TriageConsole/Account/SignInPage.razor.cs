using Microsoft.AspNetCore.Components;

namespace TriageConsole.Account;

public sealed partial class SignInPage(ConsoleSignInManager signIn, NavigationManager navigation) : ComponentBase
{
    private string? refusal;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInInput? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    private async Task SignInAsync()
    {
        var result = await signIn.PasswordSignInAsync(Input?.Email?.Trim() ?? "", Input?.Password ?? "", isPersistent: true, lockoutOnFailure: true);
        if (result.Succeeded)
            navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl), forceLoad: true);
        else
            refusal = result.IsLockedOut
                ? "Too many wrong passwords. This account is locked for 15 minutes; an admin's one-time link works meanwhile."
                : "The e-mail or the password is wrong.";
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
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) && !url.StartsWith("/account/", StringComparison.OrdinalIgnoreCase) ? url : "/";
}
