using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Features.Labeling;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Features.Golden;

/// <summary>Validates expected answers against the rubric and their interaction.</summary>
public sealed class GoldenAnswers(IDbContextFactory<TriageDbContext> contexts)
{
    internal async Task<(Error? Problem, string Json)> ValidateAsync(
        long tenantId,
        long interactionId,
        PublishedRubric rubric,
        GoldenEdit edit,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var content = await ItemLoader.ContentAsync(db, tenantId, interactionId, cancellationToken);
        if (content is null)
            return (Error.NotFound("This workflow has no such interaction."), "");
        var valid = AnswerValidation.Validate(LabelingService.RubricFor(rubric.Definition, content), edit.Answers, content.Answer);
        if (!valid.Ok)
            return (Error.Invalid(valid.Problems[0].Message, valid.Problems), "");
        if (valid.Answers.Count == 0)
            return (Error.Invalid("A golden item needs an expected answer."), "");
        return (null, JsonSerializer.Serialize(valid.Answers.ToDictionary(a => a.Criterion, a => a.Value)));
    }

    internal static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    internal static string Cut(string reason) => Core.Texts.Begin(reason, 1000);
}
