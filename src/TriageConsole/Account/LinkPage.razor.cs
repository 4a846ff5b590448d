using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>Opening the address consumes nothing (mail scanners open links too); the button does.</summary>
public sealed partial class LinkPage(SignInLinkService links, UserManager<AppUser> users, ConsoleSignInManager signIn, NavigationManager navigation) : ComponentBase
{
    private LinkView? link;
    private string? refusal;

    [Parameter]
    public string Token { get; set; } = "";

    [SupplyParameterFromForm(FormName = "link")]
    private LinkInput? Input { get; set; }

    private string Explanation => link?.State switch
    {
        LinkState.Used => "It has been used already; each link works once.",
        LinkState.Expired => "It has expired.",
        _ => "It is not one of ours, or was not copied whole.",
    };

    protected override async Task OnInitializedAsync() => link = await links.FindAsync(Token);

    private async Task RedeemAsync()
    {
        if (link is not { State: LinkState.Valid }) return;
        var user = await users.FindByIdAsync(link.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (user is null) return;
        if (link.IsInvitation && (refusal = await CheckPasswordAsync(user)) is not null) return;
        if (!await links.RedeemAsync(Token))
        {
            link = await links.FindAsync(Token);
            return;
        }

        if (link.IsInvitation)
        {
            user.PasswordHash = users.PasswordHasher.HashPassword(user, Input!.Password!);
            user.EmailConfirmed = true;
            await users.UpdateSecurityStampAsync(user);
        }

        // The link proves the person; a lock from wrong passwords ends with it.
        await users.SetLockoutEndDateAsync(user, null);
        await users.ResetAccessFailedCountAsync(user);
        await signIn.SignInAsync(user, isPersistent: true);
        navigation.NavigateTo("/", forceLoad: true);
    }

    private async Task<string?> CheckPasswordAsync(AppUser user)
    {
        if (Input?.Password != Input?.Again) return "The two passwords are not the same.";
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, user, Input?.Password);
            if (!result.Succeeded) return string.Join(" ", result.Errors.Select(e => e.Description));
        }

        return null;
    }

    internal sealed class LinkInput
    {
        public string? Password { get; set; }

        public string? Again { get; set; }
    }
}
