using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Features.Notices;
using TriageConsole.Security;

namespace TriageConsole.Account.Profile;

/// <summary>A person's own account: name, sign-in, sessions.</summary>
public sealed partial class ProfilePage(
    ProfileService profiles,
    SessionService service,
    PeopleReader people,
    CurrentPerson current,
    MailSender mail,
    AuthenticationStateProvider authentication,
    TimeProvider time
) : ComponentBase
{
    private ProfileView? view;
    private IReadOnlyList<SessionRow> sessions = [];
    private IReadOnlyList<string> roles = [];
    private Guid? mine;
    private string name = "";
    private LabelKeys? keys;
    private bool isLead;
    private Result? outcome;

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

    private async Task LoadAsync(PersonAccess access)
    {
        view = await profiles.ReadAsync(access);
        sessions = await service.ListAsync(access.UserId);
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
        outcome = await service.EndOwnAsync(access.UserId, session.Id) ? Result.Done("The session has ended.") : null;
        await LoadAsync(access);
    }

    private async Task EndOthersAsync()
    {
        var access = await current.GetAsync();
        foreach (var session in sessions.Where(s => s.Id != mine))
            await service.EndOwnAsync(access.UserId, session.Id);
        outcome = Result.Done("All other sessions have ended.");
        await LoadAsync(access);
    }
}
