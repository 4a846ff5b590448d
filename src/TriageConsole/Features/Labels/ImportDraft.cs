using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Features.Labels;

/// <summary>One label during an import: the stored label and the changes from the lines.</summary>
internal sealed class ImportDraft(KnownLabel? known)
{
    public KnownLabel? Known => known;

    public Dictionary<string, (string Value, double? Number)> Answers { get; } = known is null ? [] : new(known.Answers);

    public string? Comment { get; private set; }

    public bool IsChanged { get; private set; }

    public void Take(LabelLine line, LabelImportResult result)
    {
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
        var content = $"import\n{place}\n{(known?.Revision ?? 0) + 1}\n{string.Join('\n', answers)}";
        return new(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16));
    }
}
