using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Lists;
using TriageConsole.Security;

namespace TriageConsole.Features.Notices;

/// <summary>All notices of the person, read ones too.</summary>
public sealed partial class NoticesPage(NoticeService notices, UnreadNotices unread, CurrentPerson current, TimeProvider time)
    : ComponentBase
{
    private readonly LoadOrder loads = new();
    private ListPage<ArchivedNotice>? page;

    [SupplyParameterFromQuery(Name = "page")]
    public int? Number { get; set; }

    protected override Task OnParametersSetAsync() => loads.RunAsync(LoadAsync);

    private async Task LoadAsync() => page = await notices.ListAsync(await current.GetAsync(), Number ?? 1);

    private async Task ReadAsync(ArchivedNotice notice)
    {
        if (notice.IsRead)
            return;
        await notices.ReadAsync((await current.GetAsync()).UserId, notice.Id);
        await ShowReadAsync();
    }

    private async Task ReadAllAsync()
    {
        await notices.ReadAllAsync(await current.GetAsync());
        await ShowReadAsync();
    }

    private async Task ShowReadAsync()
    {
        unread.Read();
        await LoadAsync();
    }
}
