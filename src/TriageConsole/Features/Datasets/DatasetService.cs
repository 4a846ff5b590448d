using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Data.Access;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Datasets;

/// <summary>What leads, API keys and the command line do with datasets. Rights are checked first.</summary>
internal sealed class DatasetService(
    DatasetReader reader,
    DatasetBuilder builder,
    DatasetVerifier verifier,
    DatasetExporter exporter,
    DatasetAliases aliases,
    DatasetLineageReader lineage,
    WorkflowDirectory directory
)
{
    private static readonly Error Unknown = Error.NotFound("There is no such dataset, or you do not lead its workflow.");

    /// <summary>An API key may do in its tenant what a lead may do on the page.</summary>
    public static PersonAccess AccessOf(ApiCaller caller) => new(0, caller.Name, [new Grant(Role.Lead, caller.TenantId, null)]);

    public Task<IReadOnlyList<DatasetListRow>> ListAsync(PersonAccess access, CancellationToken cancellationToken = default) =>
        reader.ListAsync(access, cancellationToken);

    public Task<DatasetDetail?> FindAsync(PersonAccess access, long id, CancellationToken cancellationToken = default) =>
        reader.FindAsync(access, id, cancellationToken);

    /// <summary>The dataset with this name in a tenant.</summary>
    public async Task<DatasetDetail?> FindAsync(
        PersonAccess access,
        long tenantId,
        string name,
        CancellationToken cancellationToken = default
    ) => await reader.IdOfAsync(tenantId, name, cancellationToken) is { } id ? await reader.FindAsync(access, id, cancellationToken) : null;

    /// <summary>Builds a version of the dataset with this name. Without a policy, the dataset's own is used.</summary>
    public async Task<Result<DatasetBuild>> BuildAsync(
        PersonAccess access,
        string? tenant,
        string? workflow,
        string? name,
        string? policy,
        CancellationToken cancellationToken = default
    )
    {
        var found = await WorkflowAsync(access, tenant, workflow, cancellationToken);
        if (!found.Ok)
            return found.Error;
        DatasetPolicy? parsed = null;
        if (!string.IsNullOrWhiteSpace(policy))
            try
            {
                parsed = DatasetPolicy.Parse(policy);
            }
            catch (FormatException e)
            {
                return Error.InvalidField("policy", e.Message);
            }

        return await builder.BuildAsync(found.Value, access.DisplayName, name, parsed, cancellationToken);
    }

    /// <summary>What a policy would select now, before a build.</summary>
    public async Task<Result<SelectionPreview>> PreviewAsync(
        PersonAccess access,
        string? tenant,
        string? workflow,
        DatasetPolicy policy,
        CancellationToken cancellationToken = default
    )
    {
        var found = await WorkflowAsync(access, tenant, workflow, cancellationToken);
        return found.Ok ? await builder.PreviewAsync(found.Value, policy, cancellationToken) : found.Error;
    }

    /// <summary>The patterns of a workflow that a policy can name, the current ones first.</summary>
    public async Task<IReadOnlyList<PolicyPattern>> PatternsAsync(
        PersonAccess access,
        string? tenant,
        string? workflow,
        CancellationToken cancellationToken = default
    )
    {
        var found = await WorkflowAsync(access, tenant, workflow, cancellationToken);
        return found.Ok ? await reader.PatternsAsync(found.Value, cancellationToken) : [];
    }

    public Task<Result<DatasetVersionDetail>> VersionAsync(
        PersonAccess access,
        long id,
        string version,
        CancellationToken cancellationToken = default
    ) =>
        WithAsync(
            access,
            id,
            version,
            async (dataset, number) => Result.Done("", await reader.VersionAsync(dataset, number, cancellationToken)),
            cancellationToken
        );

    public Task<Result<DatasetVerification>> VerifyAsync(
        PersonAccess access,
        long id,
        string version,
        CancellationToken cancellationToken = default
    ) =>
        WithAsync(
            access,
            id,
            version,
            (dataset, number) => verifier.VerifyAsync(dataset.Workflow.TenantId, id, number, cancellationToken),
            cancellationToken
        );

    /// <summary>Makes a version without the rows that must be withheld.</summary>
    public Task<Result<DatasetBuild>> RebuildAsync(
        PersonAccess access,
        long id,
        string version,
        CancellationToken cancellationToken = default
    ) =>
        WithAsync(
            access,
            id,
            version,
            (dataset, number) => verifier.RebuildAsync(dataset.Workflow.TenantId, id, number, access.DisplayName, cancellationToken),
            cancellationToken
        );

    public async Task<Result<DatasetDifference>> DifferenceAsync(
        PersonAccess access,
        long id,
        string from,
        string to,
        CancellationToken cancellationToken = default
    )
    {
        if (await reader.FindAsync(access, id, cancellationToken) is not { } dataset)
            return Unknown;
        return (DatasetReader.NumberOf(dataset, from), DatasetReader.NumberOf(dataset, to)) is ({ } first, { } second)
            ? Result.Done("", await reader.DifferenceAsync(dataset, first, second, cancellationToken))
            : Error.NotFound($"The dataset has no version '{from}' or no version '{to}'.");
    }

    /// <summary>A file of a version, of all splits or of one.</summary>
    public Task<Result<DatasetExportFile>> ExportAsync(
        PersonAccess access,
        long id,
        string version,
        string format,
        string? split,
        CancellationToken cancellationToken = default
    ) =>
        WithAsync(
            access,
            id,
            version,
            (dataset, number) => exporter.OpenAsync(dataset.Workflow.TenantId, id, number, format, split, cancellationToken),
            cancellationToken
        );

    /// <summary>Points an alias to a version.</summary>
    public async Task<Result> MoveAliasAsync(
        PersonAccess access,
        long id,
        string? alias,
        int number,
        CancellationToken cancellationToken = default
    ) =>
        await reader.FindAsync(access, id, cancellationToken) is { } dataset
            ? await aliases.MoveAsync(dataset, alias, number, access.DisplayName, cancellationToken)
            : Unknown;

    public Task<Result<DatasetLineage>> LineageAsync(
        PersonAccess access,
        long id,
        string version,
        CancellationToken cancellationToken = default
    ) =>
        WithAsync(
            access,
            id,
            version,
            async (dataset, number) => Result.Done("", await lineage.ReadAsync(dataset, number, cancellationToken)),
            cancellationToken
        );

    /// <summary>The versions with a row of an interaction.</summary>
    public Task<IReadOnlyList<DatasetUse>> UsesAsync(PersonAccess access, string traceId, CancellationToken cancellationToken = default) =>
        lineage.UsesAsync(access, traceId, cancellationToken);

    private async Task<Result<DatasetWorkflow>> WorkflowAsync(
        PersonAccess access,
        string? tenant,
        string? workflow,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(workflow) || workflow.Contains('\0', StringComparison.Ordinal))
            return Error.InvalidField("workflow", "Name the workflow.");
        return await directory.FindAsync(access, Role.Lead, workflow, tenant, cancellationToken) is { } found
            ? Result.Done("", new DatasetWorkflow(found.Id, found.TenantId, found.TenantKey, found.Key))
            : Error.NotFound($"There is no workflow '{workflow}', or you do not lead it.");
    }

    private async Task<Result<T>> WithAsync<T>(
        PersonAccess access,
        long id,
        string version,
        Func<DatasetDetail, int, Task<Result<T>>> work,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(access, id, cancellationToken) is not { } dataset)
            return Unknown;
        return DatasetReader.NumberOf(dataset, version) is { } number
            ? await work(dataset, number)
            : Error.NotFound($"The dataset has no version '{version}'.");
    }
}
