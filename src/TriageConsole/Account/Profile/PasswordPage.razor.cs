using Microsoft.AspNetCore.Components;
using TriageConsole.Security;

namespace TriageConsole.Account.Profile;

/// <summary>A person changes their own password. Static, because it renews the cookie of the session.</summary>
public sealed partial class PasswordPage(OwnPassword passwords, NavigationManager navigation) : ComponentBase
{
    private bool hasPassword;
    private string? refusal;

    [SupplyParameterFromForm(FormName = "password")]
    private PasswordInput? Input { get; set; }

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    private long PersonId => Context.User.PersonId() ?? 0;

    protected override async Task OnInitializedAsync() => hasPassword = await passwords.IsSetAsync(PersonId);

    private async Task ChangeAsync()
    {
        refusal = await passwords.ChangeAsync(PersonId, Input?.Current, Input?.Password, Input?.Again, Context.Connection.RemoteIpAddress);
        if (refusal is null)
            navigation.NavigateTo("/account/profile", forceLoad: true);
    }

    internal sealed class PasswordInput
    {
        public string? Current { get; set; }

        public string? Password { get; set; }

        public string? Again { get; set; }
    }
}
