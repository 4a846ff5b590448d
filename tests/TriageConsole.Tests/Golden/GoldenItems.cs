using TriageConsole.Data.Access;
using TriageConsole.Features.Golden;
using TriageConsole.Features.Rubrics;
using TriageConsole.Security;
using TriageConsole.Tests.Agreement;

namespace TriageConsole.Tests.Golden;

/// <summary>A workflow with a published rubric, and golden items in it.</summary>
internal static class GoldenItems
{
    public const string Rubric =
        """{"title":"R","instructions":"","criteria":[{"key":"quality","kind":"yes_no","label":"Good?","required":true}]}""";

    public static Dictionary<string, string> Answers(string value) => new() { ["quality"] = value };

    public static async Task<(AgreementWorld World, PersonAccess Lead)> WorldAsync(int interactions)
    {
        var w = await AgreementWorld.CreateAsync(interactions);
        await w.PublishAsync(Rubric);
        return (w, await w.HireAsync("mira", Role.Lead));
    }

    public static async Task<GoldenWork> GoldAsync(AgreementWorld w, PersonAccess lead, string trace, string value = "yes")
    {
        var rubric = await w.Fixture.Get<RubricService>().EnsureForWorkflowAsync(w.WorkflowId);
        var made = await w
            .Fixture.Get<GoldenCreation>()
            .CreateAsync(lead, w.Workflow, await w.InteractionAsync(trace), rubric, new GoldenEdit(0, Answers(value), null, ""));
        Assert.True(made.Ok, made.Message);
        var reader = w.Fixture.Get<GoldenReader>();
        return (await reader.OpenAsync(lead, w.Workflow, (await reader.ListAsync(lead, w.Workflow)).Single(r => r.TraceId == trace).Id))!;
    }
}
