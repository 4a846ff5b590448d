using TriageConsole.Jobs;

namespace TriageConsole.Features.Tables;

internal sealed class TableExportJob(TableExporter exporter) : BackgroundJob
{
    public override string Name => "table-exports";

    public override string Purpose => "Writes scheduled exports of wide tables, and deletes old files.";

    public override TimeSpan Period => TimeSpan.FromSeconds(30);

    public override Task RunAsync(JobRun run) => exporter.RunAsync(run);
}
