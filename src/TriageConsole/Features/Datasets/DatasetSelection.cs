using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Datasets;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Datasets;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Datasets;

/// <summary>Selects the labeled interactions of a policy, and counts what each step removes.</summary>
/// <param name="workflow">The workflow.</param>
/// <param name="policy">The policy.</param>
/// <param name="judges">The judges whose labels count.</param>
/// <param name="from">The first timestamp.</param>
/// <param name="to">The end of the timestamps, excluded.</param>
/// <param name="max">Maximum number of labeled interactions (<see cref="DatasetOptions.MaxInteractions"/>).</param>
internal sealed class DatasetSelection(
    DatasetWorkflow workflow,
    DatasetPolicy policy,
    DatasetJudges judges,
    DateTimeOffset from,
    DateTimeOffset to,
    int max
)
{
    private const int AtOnce = 500;
    private readonly List<BuildStep> steps = [];
    private readonly List<string> warnings = [];

    public IReadOnlyList<BuildStep> Steps => steps;

    /// <summary>Which judges are not trusted, so that their labels are left out.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    private LabelerKind[] Sources =>
        [
            .. policy.LabelSources.Select(s =>
                s switch
                {
                    "person" => LabelerKind.Person,
                    DatasetJudges.Source => LabelerKind.Judge,
                    _ => LabelerKind.Imported,
                }
            ),
        ];

    public async Task<Result<List<ItemDraft>>> SelectAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        var candidates = await CandidatesAsync(db, cancellationToken);
        if (candidates.Count > max)
            return Error.Conflict(
                $"The period has more than {max} labeled interactions of the sources, the maximum of a build. Shorten the period."
            );
        steps.Add(new BuildStep("labeled interactions in the period", 0, candidates.Count));
        candidates = Keep("consent of the interaction", candidates, c => DatasetPolicyCheck.Allows(policy, c.ConsentScope));
        candidates = Keep("consent not withdrawn", candidates, c => !c.IsWithdrawn);
        if (policy.Countries.Count > 0)
            candidates = Keep("countries", candidates, c => policy.Countries.Contains(c.Country, StringComparer.OrdinalIgnoreCase));
        if (policy.Segments.Count > 0)
            candidates = Keep("segments", candidates, c => policy.Segments.Contains(c.Segment, StringComparer.Ordinal));
        var patterns = await PatternsAsync(db, candidates, cancellationToken);
        if (policy.Patterns.Count > 0)
            candidates = Keep("patterns", candidates, c => patterns.ContainsKey(c.Id));
        return Result.Done("", await LabeledAsync(db, candidates, patterns, cancellationToken));
    }

    /// <summary>Adds a step that a later part of the build did.</summary>
    public void Count(string name, int before, int after) => steps.Add(new BuildStep(name, before - after, after));

    /// <summary>Why nothing is left, in words.</summary>
    public string Nothing()
    {
        if (steps[0].Left == 0)
            return $"The policy selects nothing: no interaction from {from:u} until {to:u} has a label of the sources. Label some, or "
                + "choose another period.";
        var last = steps.Last(s => s.Removed > 0);
        return $"The policy selects nothing: {steps[0].Left} interactions in the period are labeled, and the step '{last.Name}' removed "
            + $"the last {last.Removed}.{string.Concat(warnings.Select(w => $" {w}"))}";
    }

    private List<T> Keep<T>(string name, List<T> rows, Predicate<T> keeps)
    {
        var kept = rows.FindAll(keeps);
        Count(name, rows.Count, kept.Count);
        return kept;
    }

    private Task<List<Candidate>> CandidatesAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        var kinds = Sources;
        return db
            .Interactions.AsNoTracking()
            .Where(i =>
                i.TenantId == workflow.TenantId
                && i.WorkflowId == workflow.Id
                && i.Timestamp >= from
                && i.Timestamp < to
                && !i.Shadow
                && db.Labels.Any(l => l.InteractionId == i.Id && l.IsCurrent && l.Turn == 0 && kinds.Contains(l.Labeler!.Kind))
            )
            .OrderBy(i => i.Id)
            .Select(i => new Candidate(
                i.Id,
                i.TraceId,
                i.TaskId,
                i.InputHash,
                i.ConsentScope,
                i.Segment,
                i.Country,
                db.ConsentWithdrawals.Any(w => w.TenantId == i.TenantId && w.UserId == i.UserId)
            ))
            .Take(max + 1)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The name of the oldest pattern of each interaction, only of the patterns of the policy if it names some.</summary>
    private async Task<Dictionary<long, string>> PatternsAsync(
        TriageDbContext db,
        List<Candidate> candidates,
        CancellationToken cancellationToken
    )
    {
        var (names, wanted) = (new Dictionary<long, string>(), policy.Patterns.ToArray());
        foreach (var batch in candidates.Chunk(AtOnce))
        {
            var ids = batch.Select(c => c.Id).ToArray();
            var members = await (
                from m in db.PatternMembers.AsNoTracking()
                where ids.Contains(m.InteractionId)
                join p in db.FailurePatterns on m.PatternId equals p.Id
                where p.TenantId == workflow.TenantId && p.WorkflowId == workflow.Id && (wanted.Length == 0 || wanted.Contains(p.Id))
                orderby p.Id
                select new { m.InteractionId, p.Name }
            ).ToListAsync(cancellationToken);
            foreach (var member in members)
                names.TryAdd(member.InteractionId, member.Name);
        }

        return names;
    }

    private async Task<List<ItemDraft>> LabeledAsync(
        TriageDbContext db,
        List<Candidate> candidates,
        Dictionary<long, string> patterns,
        CancellationToken cancellationToken
    )
    {
        var agreed = await AgreedAnswers.OpenAsync(db, workflow.Id, cancellationToken);
        var (kinds, items) = (Sources, new List<ItemDraft>());
        var (trusted, enough, certain) = (0, 0, 0);
        var refused = new Dictionary<long, int>();
        foreach (var batch in candidates.Chunk(AtOnce))
        {
            var all = await LabelsAsync(db, [.. batch.Select(c => c.Id)], cancellationToken);
            foreach (var label in all.Where(l => kinds.Contains(l.Kind) && !judges.Allows(l)))
                refused[label.LabelerId] = refused.GetValueOrDefault(label.LabelerId) + 1;
            var labels = all.Where(Counts).ToLookup(l => l.InteractionId);
            var others = all.Where(l => !Counts(l)).Select(l => l.InteractionId).ToHashSet();
            var answers = await agreed.ReadAsync(db, labels, others, cancellationToken);
            foreach (var candidate in batch)
            {
                SelectedLabel[] own = [.. labels[candidate.Id].OrderBy(l => l.Id)];
                if (own.Length == 0)
                    continue;
                trusted++;
                if (own.Select(l => l.LabelerId).Distinct().Count() < policy.MinLabels)
                    continue;
                enough++;
                var sure = answers.GetValueOrDefault(candidate.Id) ?? [];
                if (sure.Values.Any(a => a.Certainty < policy.MinCertainty))
                    continue;
                certain++;
                var item = ItemOf(candidate, own, sure, agreed) with { Pattern = patterns.GetValueOrDefault(candidate.Id) };
                if (HasResponse(item))
                    items.Add(item);
            }
        }

        if (kinds.Contains(LabelerKind.Judge))
            Count("labels of trusted judges", candidates.Count, trusted);
        Count("number of labels", trusted, enough);
        Count("certainty of the answers", enough, certain);
        Count("a response to learn from", certain, items.Count);
        await WarnAsync(db, refused, cancellationToken);
        return items;

        bool Counts(SelectedLabel label) => kinds.Contains(label.Kind) && judges.Allows(label);
    }

    private async Task WarnAsync(TriageDbContext db, Dictionary<long, int> refused, CancellationToken cancellationToken)
    {
        var ids = refused.Keys.ToArray();
        var names = await db
            .Labelers.Where(l => l.TenantId == workflow.TenantId && ids.Contains(l.Id))
            .OrderBy(l => l.Key)
            .Select(l => new { l.Id, l.Key })
            .ToListAsync(cancellationToken);
        warnings.AddRange(names.Select(n => $"{refused[n.Id]} labels of the judge {n.Key} are left out: {judges.Reason(n.Id)}"));
    }

    private bool HasResponse(ItemDraft item) =>
        policy.Kind switch
        {
            DatasetKind.Evaluation => true,
            DatasetKind.Preference => item.Response is not (ResponseSource.None or ResponseSource.Output),
            _ => item.Response != ResponseSource.None,
        };

    private ItemDraft ItemOf(
        Candidate candidate,
        SelectedLabel[] labels,
        Dictionary<string, (string Value, double Certainty)> answers,
        AgreedAnswers agreed
    )
    {
        var corrected = labels.LastOrDefault(l => agreed.CorrectionOf(l) is not null);
        var response = corrected is not null ? ResponseSource.Correction : Response(answers, agreed);
        return new ItemDraft(candidate.Id, candidate.TraceId, candidate.TaskId, candidate.InputHash)
        {
            Labels = [.. labels.Select(l => new LabelRevision(l.Id, l.Revision))],
            Answers = answers.ToDictionary(a => a.Key, a => a.Value.Value, StringComparer.Ordinal),
            Response = response,
            CorrectionLabelId = corrected?.Id,
            CorrectionCriterion = corrected is null ? null : agreed.CorrectionOf(corrected),
            // Rounded, so that the last digits of a sum in another order make no new version.
            Weight = policy.TrustWeights ? Math.Round(labels.Average(l => agreed.TrustOf(l.LabelerId)), 3) : 1,
        };
    }

    private ResponseSource Response(Dictionary<string, (string Value, double Certainty)> answers, AgreedAnswers agreed)
    {
        var known = answers.Select(a => (Asked: agreed.Find(a.Key), a.Value.Value)).Where(a => a.Asked is not null).ToList();
        if (policy.Kind == DatasetKind.Preference)
            return known.Find(a => a.Asked!.Value.Criterion.Kind == CriterionKind.Preference).Value switch
            {
                "this" => ResponseSource.OutputOverAlternative,
                "other" => ResponseSource.AlternativeOverOutput,
                _ => ResponseSource.None,
            };
        var judged = known.Where(a => CanFail(a.Asked!.Value.Criterion)).ToList();
        return judged.Count > 0 && !judged.Exists(a => Failed(a.Asked!.Value, a.Value)) ? ResponseSource.Output : ResponseSource.None;
    }

    private static bool CanFail(Criterion criterion) =>
        criterion.Options.Any(o => o.MarksFailure) || criterion.Anchors.Any(a => a.MarksFailure);

    private static bool Failed((Criterion Criterion, string? Option) asked, string value) =>
        asked.Option is { } option
            ? value == "yes" && asked.Criterion.Options.Any(o => o.MarksFailure && o.Value == option)
            : asked.Criterion.Options.Any(o => o.MarksFailure && o.Value == value)
                || (
                    double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number)
                    && asked.Criterion.Anchors.Any(a => a.MarksFailure && a.Value == number)
                );

    private static async Task<List<SelectedLabel>> LabelsAsync(TriageDbContext db, long[] interactions, CancellationToken cancellationToken)
    {
        var labels = await db
            .Labels.AsNoTracking()
            .Where(l => l.IsCurrent && l.Turn == 0 && interactions.Contains(l.InteractionId))
            .Select(l => new
            {
                l.Id,
                l.InteractionId,
                l.LabelerId,
                l.Labeler!.Kind,
                l.RubricVersionId,
                l.Revision,
                l.JudgeVersionId,
                l.CreatedAt,
            })
            .ToListAsync(cancellationToken);
        var ids = labels.Select(l => l.Id).ToArray();
        var answers = (
            await db
                .LabelAnswers.AsNoTracking()
                .Where(a => ids.Contains(a.LabelId))
                .Select(a => new
                {
                    a.LabelId,
                    a.Criterion,
                    a.Value,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(a => a.LabelId, a => (a.Criterion, a.Value));
        return labels.ConvertAll(l => new SelectedLabel(
            l.Id,
            l.InteractionId,
            l.LabelerId,
            l.Kind,
            l.RubricVersionId,
            l.Revision,
            l.JudgeVersionId,
            l.CreatedAt,
            [.. answers[l.Id]]
        ));
    }
}
