using Microsoft.AspNetCore.Components;
using TriageConsole.Security;

namespace TriageConsole.Account.TwoFactor;

/// <summary>A person switches their own second factor on or off. Static, because both renew the cookie of the session.</summary>
public sealed partial class TwoFactorPage(TwoFactorService twoFactor, NavigationManager navigation) : ComponentBase
{
    private bool isOn;
    private TwoFactorKey? key;
    private IReadOnlyList<string>? codes;
    private string? refusal;

    [SupplyParameterFromForm(FormName = "two-factor-on")]
    private CodeInput? On { get; set; }

    [SupplyParameterFromForm(FormName = "two-factor-off")]
    private CodeInput? Off { get; set; }

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    private long PersonId => Context.User.PersonId() ?? 0;

    protected override async Task OnInitializedAsync()
    {
        isOn = await twoFactor.IsOnAsync(PersonId);
        key = isOn ? null : await twoFactor.PrepareAsync(PersonId);
    }

    private async Task TurnOnAsync()
    {
        codes = await twoFactor.TurnOnAsync(PersonId, Context.User.SessionId() ?? Guid.Empty, On?.Code, Context.Connection.RemoteIpAddress);
        refusal = codes is null ? TwoFactorService.Refusal : null;
    }

    private async Task TurnOffAsync()
    {
        if (await twoFactor.TurnOffAsync(PersonId, Off?.Code, Context.Connection.RemoteIpAddress))
            navigation.NavigateTo("/account/profile", forceLoad: true);
        else
            refusal = TwoFactorService.Refusal;
    }
}
