using Microsoft.AspNetCore.Components;
using MudBlazor;
using TriageConsole.Account;
using TriageConsole.Components.Lists;
using TriageConsole.Security;

namespace TriageConsole.Features.Admin;

public sealed partial class KeysPage(
    ApiKeyService service,
    ApiKeyLimitService limitService,
    KeyLimits limits,
    PeopleReader people,
    CurrentPerson current,
    ISnackbar snackbar,
    TimeProvider time
) : ComponentBase
{
    private ServerGrid<ApiKeyRow>? grid;
    private IReadOnlyList<string> tenants = [];
    private bool mayAddTenants;
    private DateTimeOffset now;
    private string? refusal;
    private string? secret;
    private bool creating;
    private ApiKeyRow? revoking;
    private ApiKeyRow? limiting;
    private string? limitRefusal;

    protected override async Task OnInitializedAsync()
    {
        var access = await current.GetAsync();
        mayAddTenants = access.IsSiteAdmin;
        tenants = await people.TenantsAsync(access);
    }

    private async Task<GridPage<ApiKeyRow>> LoadAsync(GridQuery query, CancellationToken cancellationToken)
    {
        now = time.GetUtcNow();
        return await service.ListAsync(await current.GetAsync(cancellationToken), query, cancellationToken);
    }

    private string SecretNote =>
        secret?.StartsWith("tcb_", StringComparison.Ordinal) == true
            ? "A browser key is public: pages of its origins send feedback with it. Send it as Authorization: Bearer …"
            : "The key is shown once; only its hash is stored. Send it as Authorization: Bearer …";

    private async Task CreateAsync(NewKey key)
    {
        refusal = null;
        try
        {
            var expiry = key.Days is { } days ? time.GetUtcNow().AddDays(days) : (DateTimeOffset?)null;
            var created = await service.CreateAsync(
                await current.GetAsync(),
                key.Tenant,
                key.Name,
                key.Scopes,
                expiry,
                new ApiKeySettings(key.DefaultWorkflow, key.Origins)
            );
            secret = created.Key;
            creating = false;
            await ReloadAsync();
        }
        catch (Exception e) when (e is ArgumentException or AccessDeniedException)
        {
            refusal = e is ArgumentException { ParamName: not null } a
                ? a.Message.Replace($" (Parameter '{a.ParamName}')", "", StringComparison.Ordinal)
                : e.Message;
        }
    }

    private async Task LimitAsync(KeyRate rate)
    {
        var result = await limitService.SetAsync(await current.GetAsync(), limiting!.Id, rate);
        limitRefusal = result.Ok ? null : result.Message;
        if (!result.Ok)
            return;
        limiting = null;
        snackbar.Add(result.Message, Severity.Success);
        await ReloadAsync();
    }

    private async Task RevokeAsync()
    {
        var key = revoking!;
        var done = await service.RevokeAsync(await current.GetAsync(), key.Id);
        revoking = null;
        snackbar.Add(
            done ? $"The key {key.Name} is revoked." : $"The key {key.Name} is already revoked, or you may not manage it.",
            done ? Severity.Success : Severity.Error
        );
        await ReloadAsync();
    }

    private Task ReloadAsync() => grid?.ReloadAsync() ?? Task.CompletedTask;

    private static bool IsFeedbackOnly(ApiKeyRow key) =>
        key.Scopes.Contains(ApiScopes.Feedback) && !key.Scopes.Contains(ApiScopes.Ingest) && !key.Scopes.Contains(ApiScopes.Admin);

    private bool IsLive(ApiKeyRow key) => key.RevokedAt is null && !(key.ExpiresAt <= now);
}
