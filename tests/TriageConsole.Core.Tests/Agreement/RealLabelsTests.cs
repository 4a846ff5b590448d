using System.Text;
using System.Text.Json;
using TriageConsole.Core.Agreement;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Core.Tests.Agreement;

/// <summary>Labels of people (DICES) and of judges (τ²-bench), compared with the values published with them.</summary>
public sealed class RealLabelsTests
{
    private static readonly string[] Verdicts = ["fail", "pass", "partial"];

    [Theory]
    [InlineData("dices_350_labels")]
    [InlineData("dices_990_labels")]
    public async Task HumanLabels_AgreementEqualsThePublishedValues(string name)
    {
        var reference = Reference(name);
        var labels = await LinesAsync(name);
        var values = new[] { "No", "Unsure", "Yes" };
        var items = labels
            .GroupBy(l => l.GetProperty("trace_id").GetString())
            .Select(g => g.Select(l => Array.IndexOf(values, l.GetProperty("value").GetString())).ToArray())
            .ToList();
        var table = AgreementTable.Of([0, 1, 2], items);
        Assert.Equal((reference.GetProperty("labels").GetInt64(), reference.GetProperty("items").GetInt64()), (table.Labels, table.Items));
        Assert.Equal(
            reference.GetProperty("alpha_nominal_Q_overall").GetDouble(),
            KrippendorffAlpha.Of(table, MeasurementLevel.Nominal).Value!.Value,
            1e-11
        );
        // The published mean weights items by their number of labels, ours weights all equally. They agree among items with equal numbers.
        var weighted =
            items.GroupBy(i => i.Length).Sum(g => g.Key * g.Count() * PairwiseAgreement.Raw(AgreementTable.Of([0, 1, 2], g)).Value!.Value)
            / table.Labels;
        Assert.Equal(reference.GetProperty("mean_pairwise_agreement").GetDouble(), weighted, 6);
    }

    [Fact]
    public async Task Judges_AgreementWithOutcomeEqualsThePublishedValues()
    {
        var reference = Reference("tau2_llm_judge_labels");
        var groups = (await LinesAsync("tau2_llm_judge_labels"))
            .GroupBy(l =>
                $"{l.GetProperty("labeler_attributes").GetProperty("prompt_version").GetString()} | "
                + l.GetProperty("task_type").GetString()
            )
            .ToList();
        Assert.Equal(12, groups.Count);
        foreach (var group in groups)
        {
            // A verdict that is neither pass nor fail cannot be compared with the outcome; the published kappas exclude it.
            var decided = group
                .Select(l =>
                    (
                        Verdict: Array.IndexOf(Verdicts, l.GetProperty("value_normalized").GetString()),
                        Outcome: (int)l.GetProperty("outcome_metric_value").GetDouble()
                    )
                )
                .Where(l => l.Verdict < 2);
            var table = new long[2, 2];
            foreach (var (verdict, outcome) in decided)
                table[verdict, outcome]++;
            Assert.Equal(
                reference.GetProperty("by_prompt_task").GetProperty(group.Key).GetProperty("cohen_kappa_vs_outcome").GetDouble(),
                CohenKappa.Of(table).Value!.Value,
                6
            );
        }
    }

    [Fact]
    public async Task Judges_MutualAgreementEqualsThePublishedValue()
    {
        var items = (await LinesAsync("tau2_llm_judge_labels"))
            .GroupBy(l => l.GetProperty("trace_id").GetString())
            .Select(g => g.Select(l => Array.IndexOf(Verdicts, l.GetProperty("value_normalized").GetString())));
        Assert.Equal(
            Reference("tau2_llm_judge_labels").GetProperty("alpha_nominal_across_4_judge_prompts").GetDouble(),
            KrippendorffAlpha.Of(AgreementTable.Of([0, 1, 2], items), MeasurementLevel.Nominal).Value!.Value,
            6
        );
    }

    private static JsonElement Reference(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(SharedData.Path_("reference.json"))).RootElement.GetProperty("datasets").GetProperty(name);

    private static async Task<List<JsonElement>> LinesAsync(string name) =>
        [
            .. Encoding
                .UTF8.GetString(await SharedData.ReadAllAsync($"{name}.jsonl.gz"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => JsonDocument.Parse(l).RootElement),
        ];
}
