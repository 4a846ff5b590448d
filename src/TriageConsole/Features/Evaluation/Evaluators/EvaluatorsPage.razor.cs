using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Core.Evaluation;
using TriageConsole.Data.Access;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>The evaluators of a workflow: edited as a form or as JSON, tested on a golden item, saved as a version.</summary>
public sealed partial class EvaluatorsPage(
    EvaluatorSetService sets,
    EvaluatorPreview preview,
    GoldenReader goldenReader,
    WorkflowDirectory directory,
    CurrentPerson person,
    TimeProvider time
) : ComponentBase
{
    private readonly LoadOrder loads = new();
    private WorkflowRef? workflow;
    private CurrentSet? current;
    private List<EvaluatorEdit> edits = [];
    private IReadOnlyList<FieldProblem> problems = [];
    private IReadOnlyList<string> endpoints = [];
    private IReadOnlyList<string> commands = [];
    private IReadOnlyList<GoldenRow> golden = [];
    private PreviewReadings? tried;
    private long goldenId;
    private string adding = EvaluatorKinds.All[0].Name;
    private string json = "";
    private string saved = "";
    private bool asJson;
    private bool loaded;
    private bool busy;
    private Result? told;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    private string Json => asJson ? json : EvaluatorEdit.ToJson(edits);

    private bool IsChanged => Json != saved;

    protected override Task OnParametersSetAsync() => loads.RunAsync(OpenPageAsync);

    private async Task OpenPageAsync()
    {
        var access = await person.GetAsync();
        workflow = await directory.FindAsync(access, Role.Lead, Key, Tenant);
        if (workflow is not null)
        {
            (endpoints, commands, _) = await sets.NamesAsync(access, workflow);
            golden = [.. (await goldenReader.ListAsync(access, workflow)).Where(g => g.RetiredAt is null)];
            if (golden.Count > 0)
                goldenId = golden[0].Id;
            await LoadAsync();
        }

        loaded = true;
    }

    private async Task LoadAsync()
    {
        current = await sets.CurrentAsync(workflow!.Id);
        edits = current is null ? [] : EvaluatorEdit.Of(current.Definition);
        saved = EvaluatorEdit.ToJson(edits);
        if (asJson)
            json = saved;
    }

    private void Changed() => (tried, told) = (null, null);

    private void Add()
    {
        if (EvaluatorKinds.Find(adding) is not { } kind)
            return;
        edits.Add(new EvaluatorEdit { Kind = kind, Key = Free(kind.Name) });
        Changed();
    }

    private string Free(string name)
    {
        var key = name;
        for (var n = 2; edits.Exists(e => e.Key == key); n++)
            key = $"{name}-{n}";
        return key;
    }

    private void Remove(EvaluatorEdit edit)
    {
        edits.Remove(edit);
        problems = [];
        Changed();
    }

    /// <summary>A default for most workflows: similarity to the expected response, no personal data; retrieval does not decide.</summary>
    private void Suggest()
    {
        foreach (var (name, counts) in new[] { ("similarity", true), ("pii", true), ("groundedness", false), ("citation_coverage", false) })
            edits.Add(
                new EvaluatorEdit
                {
                    Kind = EvaluatorKinds.Find(name)!,
                    Key = Free(name),
                    Counts = counts,
                }
            );
        Changed();
    }

    private void ShowJson()
    {
        if (asJson)
            return;
        (json, asJson, problems) = (EvaluatorEdit.ToJson(edits), true, []);
    }

    private void ShowForm()
    {
        if (!asJson)
            return;
        // The form cannot show JSON that is invalid.
        var parsed = EvaluatorParser.Parse(json);
        problems = parsed.Problems;
        if (parsed.Definition is not { } set)
        {
            told = Error.Invalid("The JSON is invalid. Correct it to switch to the form.");
            return;
        }

        (edits, asJson, told) = (EvaluatorEdit.Of(set), false, null);
    }

    private async Task SaveAsync()
    {
        if (busy || workflow is null)
            return;
        busy = true;
        try
        {
            var result = await sets.SaveAsync(await person.GetAsync(), workflow, current?.Number ?? 0, Json);
            (told, problems) = (result, result.Problems);
            if (result.Ok)
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

    private async Task TryAsync()
    {
        if (busy || workflow is null)
            return;
        busy = true;
        try
        {
            var result = await preview.TryAsync(await person.GetAsync(), workflow, Json, goldenId);
            (told, problems, tried) = (result, result.Problems, result.Ok ? result.Value : null);
        }
        finally
        {
            busy = false;
        }
    }
}
