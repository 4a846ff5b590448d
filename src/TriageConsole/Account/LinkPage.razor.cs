using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using TriageConsole.Account.SingleSignOn;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>Opening the link does not use it, because mail scanners open links too. The button uses it.</summary>
public sealed partial class LinkPage(
    SignInLinkService links,
    UserManager<AppUser> users,
    ConsoleSignInManager signIn,
    SignInAttempts tries,
    IOptions<SingleSignOnOptions> singleSignOn,
    NavigationManager navigation
) : ComponentBase
{
    private LinkView? link;
    private string? refusal;

    [Parameter]
    public string Token { get; set; } = "";

    [SupplyParameterFromForm(FormName = "link")]
    private LinkInput? Input { get; set; }

    /// <summary>Everybody signs in with the provider, except the emergency admin.</summary>
    private bool IsRefused => link is { } found && !singleSignOn.Value.AllowsPassword(found.Email);

    private string Explanation =>
        IsRefused
            ? $"People sign in here only with {singleSignOn.Value.Name}."
            : link?.State switch
            {
                LinkState.Used => "It has been used already; each link works once.",
                LinkState.Replaced => "A newer link or a new password replaced it.",
                LinkState.Expired => "It has expired.",
                _ => "The link is unknown or incomplete.",
            };

    private string ButtonText =>
        link switch
        {
            { Offers.Count: > 0 } => "Accept and sign in",
            { SetsPassword: true } => "Save and sign in",
            _ => "Sign in",
        };

    protected override async Task OnInitializedAsync() => link = await links.FindAsync(Token);

    private async Task RedeemAsync()
    {
        if (link is not { State: LinkState.Valid } || IsRefused)
            return;
        var user = await users.FindByIdAsync(link.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (user is null)
            return;
        if (link.SetsPassword && (refusal = await NewPassword.CheckAsync(users, user, Input?.Password, Input?.Again)) is not null)
            return;
        var hash = link.SetsPassword ? users.PasswordHasher.HashPassword(user, Input!.Password!) : null;
        if (!await links.RedeemAsync(Token, hash, Input?.LastOffer ?? 0))
        {
            link = await links.FindAsync(Token);
            return;
        }

        // The link proves the identity, so remove the lock after wrong passwords.
        await tries.ForgetAsync(link.Email);
        navigation.NavigateTo(await signIn.StartAsync(link.UserId) ? "/" : "/account/code", forceLoad: true);
    }

    internal sealed class LinkInput
    {
        public string? Password { get; set; }

        public string? Again { get; set; }

        public long LastOffer { get; set; }
    }
}
