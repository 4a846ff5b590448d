using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Features.Labels;

/// <summary>One label on its way: what is in force, and what the lines change.</summary>
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

    /// <summary>The same content and revision has the same key, whoever sends it and how often.</summary>
    public Guid Key(long interactionId) =>
        new(
            SHA256
                .HashData(
                    Encoding.UTF8.GetBytes(
                        $"import\n{interactionId}\n{(known?.Revision ?? 0) + 1}\n"
                            + $"{string.Join('\n', Answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value.Value}"))}"
                    )
                )
                .AsSpan(0, 16)
        );
}
