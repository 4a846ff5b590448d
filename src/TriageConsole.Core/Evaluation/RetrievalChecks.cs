using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// An output beside what was retrieved for it, by words alone: quick, the same every time, and blind to paraphrase. A low figure is a
/// reason to look, not a verdict on meaning; a judge reads meaning.
/// </summary>
internal static partial class RetrievalChecks
{
    /// <summary>A sentence with fewer content words claims nothing.</summary>
    private const int LeastWords = 3;

    /// <summary>An id shorter than this may be any word.</summary>
    private const int LeastId = 4;

    /// <summary>
    /// The share of sentences that one document supports: enough of the sentence's content words stand in it, and all of its numbers. The
    /// unigram form of attribution as in B. Bohnet et al., "Attributed question answering", 2022, with words in place of a model.
    /// </summary>
    public static EvalReading Groundedness(Evaluator e, EvalCase item)
    {
        var documents = item
            .Documents.Where(d => !string.IsNullOrWhiteSpace(d.Text))
            .Select(d => Words.Of(d.Text!).ToHashSet(StringComparer.Ordinal))
            .ToList();
        if (documents.Count == 0)
            return EvalReading.Missing("No retrieved document with its text came with the event.");
        return OfSentences(
            item.Output,
            e.Share("least"),
            "stand in the documents",
            sentence =>
            {
                var words = Words.Content(Marker().Replace(sentence, " ")).ToList();
                return documents.Exists(d =>
                    words.Count(d.Contains) >= e.Share("overlap") * words.Count && words.Where(w => char.IsDigit(w[0])).All(d.Contains)
                );
            }
        );
    }

    public static EvalReading CitationCoverage(Evaluator e, EvalCase item)
    {
        if (item.Documents.Count == 0)
            return EvalReading.Missing("No retrieved document came with the event.");
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        var reading = OfSentences(
            item.Output,
            e.Share("least"),
            "cite a retrieved document",
            sentence => Cites(sentence, item.Documents, wrong)
        );
        return wrong.Count == 0 || reading.Verdict == EvalVerdict.NotApplicable
            ? reading
            : reading with
            {
                Evidence = $"{reading.Evidence} Nothing of the kind was retrieved: {TextChecks.List(wrong)}.",
            };
    }

    public static EvalReading Freshness(Evaluator e, EvalCase item)
    {
        var dated = item.Documents.Where(d => d.ChangedAt is not null).ToList();
        if (dated.Count == 0)
            return EvalReading.Missing("No retrieved document says when it was changed.");
        var old = dated.Where(d => (item.At - d.ChangedAt!.Value).TotalDays > e.Share("days")).OrderBy(d => d.ChangedAt).ToList();
        var share = 1 - ((double)old.Count / dated.Count);
        return EvalReading.Of(
            share >= e.Share("least"),
            old.Count == 0
                ? $"All {dated.Count} dated documents are fresh."
                : $"{old.Count} of {dated.Count} dated documents are too old: {TextChecks.List(old.Select(d => $"{d.Id} of {d.ChangedAt!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"))}.",
            share
        );
    }

    public static EvalReading Irrelevant(Evaluator e, EvalCase item)
    {
        var asked = Words.Content(item.Input ?? "").ToHashSet(StringComparer.Ordinal);
        var documents = item.Documents.Where(d => !string.IsNullOrWhiteSpace(d.Text)).ToList();
        if (documents.Count == 0 || asked.Count == 0)
            return EvalReading.Missing(
                asked.Count == 0
                    ? "The input holds no word to compare documents with."
                    : "No retrieved document with its text came with the event."
            );
        var off = documents
            .Where(d => asked.Count(Words.Of(d.Text!).ToHashSet(StringComparer.Ordinal).Contains) < e.Share("overlap") * asked.Count)
            .ToList();
        var rate = (double)off.Count / documents.Count;
        return EvalReading.Of(
            rate <= e.Share("most"),
            off.Count == 0
                ? $"All {documents.Count} documents share words with the input."
                : $"{off.Count} of {documents.Count} documents share too few words with the input: {TextChecks.List(off.Select(d => d.Id))}.",
            1 - rate
        );
    }

    private static EvalReading OfSentences(string output, double least, string what, Func<string, bool> holds)
    {
        var claims = Words
            .Sentences(output)
            .Where(s => Words.Content(Marker().Replace(s, " ")).Take(LeastWords).Count() == LeastWords)
            .ToList();
        if (claims.Count == 0)
            return EvalReading.Missing("The output holds no sentence that claims anything.");
        var others = claims.Where(s => !holds(s)).ToList();
        var share = 1 - ((double)others.Count / claims.Count);
        var evidence =
            $"{claims.Count - others.Count} of {claims.Count} sentences {what}.{(others.Count > 0 ? $" Not: {TextChecks.List(others)}." : "")}";
        return EvalReading.Of(share >= least, evidence, share);
    }

    private static bool Cites(string sentence, IReadOnlyList<EvalDocument> documents, SortedSet<string> wrong)
    {
        var cites = documents.Any(d => d.Id.Length >= LeastId && sentence.Contains(d.Id, StringComparison.OrdinalIgnoreCase));
        foreach (Match marker in Marker().Matches(sentence))
        {
            foreach (
                var name in marker.Groups[1].Value.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            )
            {
                var known =
                    documents.Any(d => string.Equals(d.Id, name, StringComparison.OrdinalIgnoreCase))
                    || (
                        int.TryParse(name.TrimStart('^'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        && number >= 1
                        && number <= documents.Count
                    );
                if (known)
                    cites = true;
                else
                    wrong.Add($"[{name}]");
            }
        }

        return cites;
    }

    [GeneratedRegex(@"[\[【]([^\[\]【】\n]{1,60})[\]】]", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();
}
