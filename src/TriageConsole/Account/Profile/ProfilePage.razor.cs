using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Features.Notices;
using TriageConsole.Security;
using TriageConsole.Security.Tokens;

namespace TriageConsole.Account.Profile;

/// <summary>A person's own account: name, sign-in, sessions, tokens.</summary>
public sealed partial class ProfilePage(
    ProfileService profiles,
    SessionService service,
    PeopleReader people,
    PersonalTokenService tokenService,
    CurrentPerson current,
    MailSender mail,
    AuthenticationStateProvider authentication,
    TimeProvider time
) : ComponentBase
{
    private ProfileView? view;
    private IReadOnlyList<SessionRow> sessions = [];
    private IReadOnlyList<string> roles = [];
    private readonly LoadOrder loads = new();
    private ListPage<PersonalTokenRow> tokens = ListPage<PersonalTokenRow>.None;
    private IReadOnlyList<TokenPlace> places = [];
    private Guid? mine;
    private string name = "";
    private LabelKeys? keys;
    private bool isLead;
    private Result? outcome;

    [SupplyParameterFromQuery(Name = "tokens")]
    public int? TokensPage { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    protected override async Task OnInitializedAsync()
    {
        var access = await current.GetAsync();
        mine = (await authentication.GetAuthenticationStateAsync()).User.SessionId();
        roles = await people.RoleNamesAsync(access);
        isLead = access.HasAnywhere(Role.Lead);
        // Only for people who label.
        keys = access.HasAnywhere(Role.Labeler) || access.HasAnywhere(Role.Lead) ? await profiles.KeysAsync(access) : null;
        await LoadAsync(access);
        name = view?.Name ?? "";
    }

    protected override Task OnParametersSetAsync() => loads.RunAsync(LoadTokensAsync);

    private async Task LoadTokensAsync() => tokens = await tokenService.ListOwnAsync(await current.GetAsync(), TokensPage ?? 1);

    private async Task LoadAsync(PersonAccess access)
    {
        view = await profiles.ReadAsync(access);
        sessions = await service.ListAsync(access.UserId);
        places = await tokenService.PlacesAsync(access);
    }

    private async Task RenameAsync()
    {
        var access = await current.GetAsync();
        outcome = await profiles.RenameAsync(access, name);
        await LoadAsync(access);
    }

    private async Task SetKeysAsync(LabelKeys chosen) => outcome = await profiles.SetKeysAsync(await current.GetAsync(), chosen);

    private async Task SetTimeZoneAsync(string? zone)
    {
        outcome = await profiles.SetTimeZoneAsync(await current.GetAsync(), zone);
        // Reads the person again, so that the times of this page follow.
        await LoadAsync(await current.GetAsync());
    }

    private async Task SetFlagNoticesAsync(FlagNotices notices)
    {
        var access = await current.GetAsync();
        outcome = await profiles.SetFlagNoticesAsync(access, notices);
        await LoadAsync(access);
    }

    private async Task EndAsync(SessionRow session)
    {
        var access = await current.GetAsync();
        outcome = await service.EndOwnAsync(access, session.Id)
            ? Result.Done("The session has ended.")
            : Result.Done("The session had ended already.");
        await LoadAsync(access);
    }

    private async Task EndOthersAsync()
    {
        var access = await current.GetAsync();
        if (mine is { } kept)
            await service.EndOthersAsync(access, kept);
        outcome = Result.Done("All other sessions have ended.");
        await LoadAsync(access);
    }

    private async Task<Result<string>> CreateTokenAsync(NewToken wanted)
    {
        var created = await tokenService.CreateAsync(await current.GetAsync(), wanted);
        await LoadTokensAsync();
        return created;
    }

    private async Task RevokeTokenAsync(PersonalTokenRow token)
    {
        var access = await current.GetAsync();
        outcome = await tokenService.RevokeAsync(access, token.Id)
            ? Result.Done($"The token {token.Name} is revoked.")
            : Result.Done($"The token {token.Name} was revoked already.");
        await LoadTokensAsync();
    }
}
