using Microsoft.AspNetCore.Components;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>The settings of redaction of a tenant or a workflow, with a trial on a sample before saving.</summary>
public sealed partial class RedactionPage(RedactionSettingsService service, CurrentPerson current) : ComponentBase
{
    private readonly HashSet<string> kinds = new(StringComparer.Ordinal);
    private IReadOnlyList<RedactionScopeRow>? scopes;
    private RedactionScopeRow scope = new(0, "", null, "", false);
    private bool enabled = true;
    private string patterns = "";
    private bool keepRaw;
    private int rawDays = 30;
    private string sample = "Write to anna@example.org or call +49 30 901820. My card is 4111 1111 1111 1111.";
    private int rowVersion;
    private RedactionTrial? trial;
    private Result? result;
    private bool busy;

    protected override async Task OnInitializedAsync()
    {
        scopes = await service.ScopesAsync(await current.GetAsync());
        if (scopes.Count > 0)
            await ChooseAsync(scopes[0]);
    }

    private static string Named(RedactionScopeRow row) =>
        row.WorkflowId is null ? $"{row.TenantKey}: all workflows without own settings" : $"{row.TenantKey}: {row.Name}";

    private async Task ChooseAsync(RedactionScopeRow chosen)
    {
        (scope, result, trial) = (chosen, null, null);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var view = await service.ReadAsync(await current.GetAsync(), scope.TenantId, scope.WorkflowId);
        kinds.Clear();
        kinds.UnionWith(view.Definition.Kinds);
        (enabled, keepRaw, rawDays) = (view.Definition.Enabled, view.Definition.KeepRaw, view.Definition.RawDays);
        patterns = string.Join('\n', view.Definition.Patterns.Select(p => $"{p.Name} = {p.Expression}"));
        rowVersion = view.RowVersion;
    }

    private void Toggle(string kind)
    {
        if (!kinds.Remove(kind))
            kinds.Add(kind);
    }

    private string? Problem(string field) => result?.Problems.FirstOrDefault(p => p.Field == field)?.Message;

    private RedactionDefinition Definition() =>
        new()
        {
            Enabled = enabled,
            Kinds = [.. kinds.Order(StringComparer.Ordinal)],
            Patterns =
            [
                .. patterns
                    .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                    .Select(parts => new PatternDefinition(parts[0], parts.Length > 1 ? parts[1] : "")),
            ],
            KeepRaw = keepRaw,
            RawDays = rawDays,
        };

    private void Try()
    {
        var tried = RedactionSettingsService.Try(Definition(), sample);
        (trial, result) = (tried.Ok ? tried.Value : null, tried.Ok ? null : tried);
    }

    private Task SaveAsync() =>
        ChangeAsync(async () =>
            await service.SaveAsync(await current.GetAsync(), scope.TenantId, scope.WorkflowId, Definition(), rowVersion)
        );

    private Task ResetAsync() =>
        ChangeAsync(async () => await service.ResetAsync(await current.GetAsync(), scope.TenantId, scope.WorkflowId));

    private async Task ChangeAsync(Func<Task<Result>> change)
    {
        if (busy)
            return;
        busy = true;
        try
        {
            result = await change();
            if (!result.Ok)
                return;
            scopes = await service.ScopesAsync(await current.GetAsync());
            scope = scopes.First(s => s.TenantId == scope.TenantId && s.WorkflowId == scope.WorkflowId);
            await LoadAsync();
        }
        finally
        {
            busy = false;
        }
    }

    private static string Words(string kind) =>
        kind switch
        {
            "email" => "E-mail addresses",
            "phone" => "Phone numbers",
            "card" => "Payment card numbers",
            "iban" => "Bank account numbers (IBAN)",
            "ip" => "IP addresses",
            "us_ssn" => "US social security numbers",
            "national_id" => "Identity, tax, passport and licence numbers",
            "secret" => "Passwords, keys and access tokens",
            "address" => "Postal addresses (only some forms are found)",
            "url" => "URLs and domain names",
            "name" => "Names of people (only after a title or an introduction)",
            _ => kind,
        };
}
