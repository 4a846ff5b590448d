using Microsoft.AspNetCore.Components;
using TriageConsole.Account.Groups;
using TriageConsole.Components;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

public sealed partial class GroupsPage(
    PersonGroupReader reader,
    PersonGroupService service,
    CurrentPerson current,
    NavigationManager navigation,
    TimeProvider time
) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private IReadOnlyList<PersonGroupRow>? groups;
    private DateTimeOffset now;
    private bool creating;
    private string name = "";
    private string? refusal;

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(LoadAsync);

    private async Task LoadAsync()
    {
        now = time.GetUtcNow();
        groups = await reader.ListAsync(await current.GetAsync(), Q);
    }

    private void OpenCreate() => (creating, refusal, name) = (true, null, "");

    private async Task CreateAsync()
    {
        var result = await service.CreateAsync(await current.GetAsync(), name ?? "");
        if (result.Ok)
            navigation.NavigateTo($"admin/groups/{result.Value}");
        else
            refusal = result.Message;
    }
}
