using Microsoft.AspNetCore.Components;

namespace TriageConsole.Account.TwoFactor;

/// <summary>The second step of a sign-in.</summary>
public sealed partial class CodePage(TwoFactorService twoFactor, NavigationManager navigation) : ComponentBase
{
    private bool isStarted;
    private string? refusal;

    [SupplyParameterFromForm(FormName = "code")]
    private CodeInput? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    protected override async Task OnInitializedAsync() => isStarted = await twoFactor.IsStartedAsync();

    private async Task SignInAsync()
    {
        if (await twoFactor.SignInAsync(Input?.Code, Context.Connection.RemoteIpAddress))
            navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl), forceLoad: true);
        else
            refusal = TwoFactorService.Refusal;
    }
}
