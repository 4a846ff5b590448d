using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tables;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Tables;

/// <summary>Scheduled exports for API keys: a key may do in its tenant what a lead may do on the page.</summary>
internal sealed class TableScheduleApi(TableScheduleService schedules, WorkflowDirectory directory)
{
    private static readonly TableScheduleForm New = new(TablePeriod.Daily, TableFormat.Parquet, 7, 30);

    public async Task<Result<IReadOnlyList<TableScheduleAnswer>>> ListAsync(
        ApiCaller caller,
        string workflow,
        CancellationToken cancellationToken
    )
    {
        var access = AccessOf(caller);
        if (await FindAsync(access, caller, workflow, cancellationToken) is not { } found)
            return Unknown(workflow);
        var rows = await schedules.ListAsync(access, found, cancellationToken);
        return Result.Done<IReadOnlyList<TableScheduleAnswer>>("", [.. rows.Select(r => TableScheduleAnswer.Of(r.Schedule))]);
    }

    public async Task<Result<TableScheduleAnswer>> CreateAsync(
        ApiCaller caller,
        string workflow,
        TableScheduleBody body,
        CancellationToken cancellationToken
    )
    {
        var access = AccessOf(caller);
        if (await FindAsync(access, caller, workflow, cancellationToken) is not { } found)
            return Unknown(workflow);
        var form = body.Over(New);
        if (!form.Ok)
            return form.Error;
        var created = await schedules.CreateAsync(access, found, form.Value, body.Enabled ?? true, cancellationToken);
        return created.Ok ? Result.Done(created.Message, TableScheduleAnswer.Of(created.Value)) : created.Error;
    }

    public async Task<Result<TableScheduleAnswer>> ChangeAsync(
        ApiCaller caller,
        string workflow,
        long id,
        TableScheduleBody body,
        CancellationToken cancellationToken
    )
    {
        var access = AccessOf(caller);
        if (await FindAsync(access, caller, workflow, cancellationToken) is not { } found)
            return Unknown(workflow);
        var changed = await schedules.ChangeAsync(access, found, id, body, cancellationToken);
        return changed.Ok ? Result.Done(changed.Message, TableScheduleAnswer.Of(changed.Value)) : changed.Error;
    }

    /// <summary>Requests a file of the latest complete days.</summary>
    public async Task<Result> RunAsync(ApiCaller caller, string workflow, long id, CancellationToken cancellationToken) =>
        await WithinAsync(caller, workflow, cancellationToken) is { } access
            ? await schedules.RunAsync(access, id, cancellationToken)
            : Unknown(workflow);

    public async Task<Result> DeleteAsync(ApiCaller caller, string workflow, long id, CancellationToken cancellationToken) =>
        await WithinAsync(caller, workflow, cancellationToken) is { } access
            ? await schedules.DeleteAsync(access, id, cancellationToken)
            : Unknown(workflow);

    public async Task<Result<IReadOnlyList<TableExportRow>>> FilesAsync(
        ApiCaller caller,
        string workflow,
        long id,
        CancellationToken cancellationToken
    ) =>
        await WithinAsync(caller, workflow, cancellationToken) is { } access
            ? await schedules.FilesAsync(access, id, cancellationToken)
            : Unknown(workflow);

    private static Error Unknown(string workflow) => Error.NotFound($"There is no workflow '{workflow}' in this tenant.");

    private static PersonAccess AccessOf(ApiCaller caller, long? workflow = null) =>
        new(0, caller.Name, [new Grant(Role.Lead, caller.TenantId, workflow)]);

    /// <summary>Access to the workflow of the address only, so that an id of another workflow is not found.</summary>
    private async Task<PersonAccess?> WithinAsync(ApiCaller caller, string workflow, CancellationToken cancellationToken) =>
        await FindAsync(AccessOf(caller), caller, workflow, cancellationToken) is { } found ? AccessOf(caller, found.Id) : null;

    private async Task<WorkflowRef?> FindAsync(
        PersonAccess access,
        ApiCaller caller,
        string workflow,
        CancellationToken cancellationToken
    ) =>
        workflow.Contains('\0', StringComparison.Ordinal)
            ? null
            : await directory.FindAsync(access, Role.Lead, workflow, caller.TenantKey, cancellationToken);
}
