using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Features.Labels;

/// <summary>One label during an import: the stored label and the changes from the lines.</summary>
internal sealed class ImportDraft(KnownLabel? known)
{
    public KnownLabel? Known => known;

    public Dictionary<string, (string Value, double? Number)> Answers { get; private set; } = known is null ? [] : new(known.Answers);

    /// <summary>The calibrated version of the judge. A label has the answers of one version.</summary>
    public long? JudgeVersionId { get; private set; } = known?.JudgeVersionId;

    public string? Comment { get; private set; }

    public bool IsChanged { get; private set; }

    public void Take(LabelLine line, LabelImportResult result)
    {
        if (known is { JudgeVersionId: not null } && line.JudgeVersionId is null)
        {
            result.Refuse(
                line.Number,
                "calibrated_judge",
                $"{line.LabelerId} answered this interaction in its calibration. Only another calibration replaces this label."
            );
            return;
        }

        // Answers of another version of a judge are not mixed with these.
        if (line.JudgeVersionId != JudgeVersionId)
            (Answers, JudgeVersionId, IsChanged) = ([], line.JudgeVersionId, true);
        var exists = Answers.TryGetValue(line.Criterion, out var before);
        if (exists && before.Value == line.Value)
        {
            result.Duplicates++;
            return;
        }

        if (exists)
            result.Revised++;
        else
            result.Accepted++;
        Answers[line.Criterion] = (line.Value, line.Numeric);
        Comment = line.Comment ?? Comment;
        IsChanged = true;
    }

    /// <summary>The same content and revision always have the same idempotency key.</summary>
    public Guid Key(long interactionId, int turn)
    {
        var answers = Answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value.Value}");
        var place = turn == 0 ? $"{interactionId}" : $"{interactionId}@{turn}";
        var version = JudgeVersionId is { } judge ? $"\n{judge}" : "";
        var content = $"import\n{place}\n{(known?.Revision ?? 0) + 1}\n{string.Join('\n', answers)}{version}";
        return new(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16));
    }
}
