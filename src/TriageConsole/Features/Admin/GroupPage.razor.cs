using Microsoft.AspNetCore.Components;
using TriageConsole.Account;
using TriageConsole.Account.Groups;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

/// <summary>A group with its roles and members.</summary>
public sealed partial class GroupPage(
    PersonGroupReader reader,
    PersonGroupService service,
    PeopleReader people,
    CurrentPerson current,
    NavigationManager navigation,
    TimeProvider time
) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private PersonGroupDetail? group;
    private GroupRoleRow? removing;
    private DateTimeOffset now;
    private Result? told;
    private string? refusal;
    private string email = "";
    private string name = "";
    private bool loaded;
    private bool busy;
    private bool adding;
    private bool renaming;
    private bool deleting;

    [Parameter]
    public long Id { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(LoadAsync);

    private async Task LoadAsync()
    {
        now = time.GetUtcNow();
        group = await reader.FindAsync(await current.GetAsync(), Id);
        loaded = true;
    }

    private async Task<IReadOnlyList<GrantPlace>> FindPlacesAsync(string? find) =>
        await people.FindPlacesAsync(await current.GetAsync(), find);

    private void OpenRename() => (renaming, refusal, name) = (true, null, group!.Name);

    private async Task AddMemberAsync()
    {
        if (busy)
            return;
        busy = true;
        try
        {
            told = await service.AddMemberAsync(await current.GetAsync(), Id, email ?? "");
            if (told.Ok)
                email = "";
            await loads.RunAsync(LoadAsync);
        }
        finally
        {
            busy = false;
        }
    }

    private async Task RemoveMemberAsync(GroupPerson member)
    {
        told = await service.RemoveMemberAsync(await current.GetAsync(), Id, member.UserId);
        await loads.RunAsync(LoadAsync);
    }

    private async Task AddRoleAsync(GrantSpec grant)
    {
        var result = await service.AddRoleAsync(await current.GetAsync(), Id, grant);
        (told, refusal, adding) = (result.Ok ? result : null, result.Ok ? null : result.Message, !result.Ok);
        await loads.RunAsync(LoadAsync);
    }

    private async Task RemoveRoleAsync()
    {
        var role = removing!;
        told = await service.RemoveRoleAsync(await current.GetAsync(), Id, role.Id);
        removing = null;
        await loads.RunAsync(LoadAsync);
    }

    private async Task RenameAsync()
    {
        var result = await service.RenameAsync(await current.GetAsync(), Id, group!.Version, name ?? "");
        (refusal, renaming) = (result.Ok ? null : result.Message, !result.Ok);
        await loads.RunAsync(LoadAsync);
    }

    private async Task DeleteAsync()
    {
        told = await service.DeleteAsync(await current.GetAsync(), Id);
        deleting = false;
        if (told.Ok)
            navigation.NavigateTo("admin/groups");
    }
}
