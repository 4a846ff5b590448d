using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Options;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Access;
using TriageConsole.Data.Evaluation;
using TriageConsole.Features.Evaluation.Endpoints;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Runs;

/// <summary>Starts an evaluation of one release and lists its runs.</summary>
public sealed partial class StartRunPanel(
    EvaluationService evaluations,
    EvalReader reader,
    EvaluatorSetService sets,
    EndpointService endpointService,
    CurrentPerson current,
    ChangeNotifier notifier,
    TimeProvider time,
    IOptions<EvaluationOptions> options
) : ComponentBase, IDisposable
{
    private static readonly (EvalSource Value, string Word)[] Sources =
    [
        (EvalSource.Endpoint, "an endpoint"),
        (EvalSource.File, "a file of outputs"),
        (EvalSource.Shadow, "shadow traffic"),
    ];

    private IReadOnlyList<EvalRunRow> runs = [];
    private IReadOnlyList<(long Id, string Name, string Model)> endpoints = [];
    private IReadOnlyList<string> problems = [];
    private EvalSource source = EvalSource.Endpoint;
    private long? endpointId;
    private double? temperature = 0;
    private int? maxTokens = 1024;
    private int timeout = 60;
    private int parallel = 4;
    private int sample = 100;
    private int days = 14;
    private int seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
    private string? outputs;
    private bool may;
    private bool leads;
    private bool hasSet;
    private bool open;
    private bool busy;
    private Result? told;
    private long? started;
    private readonly LiveRefresh live = new();

    private const string FileHelp = """JSON lines: {"trace_id": …, "output": …}, one per item.""";

    [Parameter, EditorRequired]
    public WorkflowRef Workflow { get; set; } = null!;

    [Parameter, EditorRequired]
    public long ReleaseId { get; set; }

    private TimeProvider Time => time;

    protected override Task OnParametersSetAsync() => live.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        await LoadAsync();
        live.Start(
            notifier,
            time,
            id => id == Workflow.Id,
            () =>
                InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                })
        );
    }

    private async Task LoadAsync()
    {
        var access = await current.GetAsync();
        may = EvaluationService.MayDecide(access, Workflow.TenantId, Workflow.Id);
        leads = access.Has(Role.Lead, Workflow.TenantId, Workflow.Id);
        if (!may)
            return;
        hasSet = await sets.CurrentAsync(Workflow.Id) is { Definition.Evaluators.Count: > 0 };
        runs = await reader.OfReleaseAsync(access, Workflow, ReleaseId);
        endpoints = await endpointService.OfTenantAsync(Workflow.TenantId);
        endpointId ??= endpoints.Count > 0 ? endpoints[0].Id : null;
    }

    private async Task TakeFileAsync(InputFileChangeEventArgs e)
    {
        (outputs, told) = (null, null);
        if (e.File.Size > options.Value.MaxFileBytes)
        {
            told = Error.Invalid($"The file is larger than {options.Value.MaxFileBytes / 1024 / 1024} MB.");
            return;
        }

        try
        {
            using var reading = new StreamReader(
                e.File.OpenReadStream(options.Value.MaxFileBytes),
                new UTF8Encoding(false, throwOnInvalidBytes: true)
            );
            outputs = await reading.ReadToEndAsync();
        }
        catch (Exception x) when (x is IOException or DecoderFallbackException)
        {
            told = Error.Invalid(x is IOException ? "The file could not be read. Choose it again." : "The file is not UTF-8 text.");
        }
    }

    private async Task StartAsync()
    {
        if (busy)
            return;
        (busy, told, problems, started) = (true, null, [], null);
        try
        {
            var request = new EvalRequest(ReleaseId, source)
            {
                SampleSize = sample,
                SampleDays = days,
                Seed = seed,
                EndpointId = source == EvalSource.Endpoint ? endpointId : null,
                Outputs = source == EvalSource.File ? outputs : null,
                Generation = new EvalGeneration
                {
                    Temperature = temperature,
                    MaxTokens = maxTokens,
                    Seed = seed,
                    TimeoutSeconds = timeout,
                    Parallel = parallel,
                },
            };
            var result = await evaluations.StartAsync(await current.GetAsync(), Workflow, request);
            (told, started) = (result, result.Ok ? result.Value.RunId : null);
            problems = result.Ok ? result.Value.Problems : [.. result.Problems.Select(p => p.Message)];
            if (result.Ok)
                (open, outputs) = (false, null);
            await LoadAsync();
        }
        catch (AccessDeniedException e)
        {
            told = Error.Forbidden(e.Message);
        }
        finally
        {
            busy = false;
        }
    }

    public void Dispose() => live.Dispose();
}
