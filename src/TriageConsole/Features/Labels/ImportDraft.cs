using System.Security.Cryptography;
using System.Text;
using TriageConsole.Core;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Labels;

/// <summary>One label during an import: the stored label and the changes from the lines.</summary>
internal sealed class ImportDraft(KnownLabel? known)
{
    private const char Separator = '\n';

    /// <summary>The comments of the lines so far.</summary>
    private readonly List<string> given = [];

    /// <summary>The comment of the stored label, until a line corrects it.</summary>
    private string? stored = known?.Comment;

    public KnownLabel? Known => known;

    public Dictionary<string, (string Value, double? Number)> Answers { get; private set; } = known is null ? [] : new(known.Answers);

    /// <summary>The calibrated version of the judge. A label has the answers of one version.</summary>
    public long? JudgeVersionId { get; private set; } = known?.JudgeVersionId;

    public string? Comment { get; private set; } = known?.Comment;

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
        {
            (Answers, JudgeVersionId, IsChanged, Comment, stored) = ([], line.JudgeVersionId, true, null, null);
            given.Clear();
        }

        var exists = Answers.TryGetValue(line.Criterion, out var before);
        var isCommented = AddComment(line);
        if (exists && before.Value == line.Value && !isCommented)
        {
            result.Duplicates++;
            return;
        }

        if (exists)
            result.Revised++;
        else
            result.Accepted++;
        Answers[line.Criterion] = (line.Value, line.Numeric);
        IsChanged = true;
    }

    /// <summary>
    /// Adds the comment of a line. A label has one comment and each of its lines can have one, so different ones are joined. The comment of
    /// an answer that is stored is a correction: it replaces the stored comment.
    /// </summary>
    /// <returns>Whether the comment of the label changed.</returns>
    private bool AddComment(LabelLine line)
    {
        if (string.IsNullOrEmpty(line.Comment))
            return false;
        if (!given.Contains(line.Comment))
            given.Add(line.Comment);
        if (HasComment(Comment, line.Comment))
            return false;
        if (known?.Answers.ContainsKey(line.Criterion) == true)
            stored = null;
        var before = Comment;
        IEnumerable<string> all = stored is null ? given : given.Where(c => !HasComment(stored, c)).Prepend(stored);
        Comment = Texts.Begin(string.Join(Separator, all), EventReader.MaxFieldChars);
        return Comment != before;
    }

    private static bool HasComment(string? all, string one) =>
        all is not null && $"{Separator}{all}{Separator}".Contains($"{Separator}{one}{Separator}", StringComparison.Ordinal);

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
