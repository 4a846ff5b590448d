using TriageConsole.Features.Datasets;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>Writes the files of a dataset for an executor. A file has exactly the rows of the manifest, or it is not written.</summary>
internal sealed class RunFiles(DatasetExporter exporter)
{
    /// <summary>Writes a split.</summary>
    /// <exception cref="RunRefusedException">Rows of the version are withheld or have changed.</exception>
    public async Task WriteAsync(RunContext context, string split, Stream output, CancellationToken cancellationToken)
    {
        var file = await exporter.OpenAsync(
            context.Workflow.TenantId,
            context.Dataset.Id,
            context.Dataset.Number,
            context.Dataset.Format,
            split,
            cancellationToken
        );
        if (!file.Ok)
            throw new RunRefusedException(file.Message);
        try
        {
            await file.Value.WriteAsync(output, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new RunRefusedException(e.Message);
        }
    }
}
