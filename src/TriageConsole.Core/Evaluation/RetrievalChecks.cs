using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageConsole.Core.Evaluation;

/// <summary>
/// Compares an output with its retrieved documents by words only: fast, deterministic, and blind to paraphrases. A low value is a reason to
/// check the output and not a verdict on its meaning; a judge evaluates meaning.
/// </summary>
internal static partial class RetrievalChecks
{
    /// <summary>Minimum number of content words of a sentence that makes a claim.</summary>
    private const int MinWords = 3;

    /// <summary>Minimum length of an id to be searched in the text; a shorter one can be any word.</summary>
    private const int MinId = 4;

    /// <summary>
    /// The share of sentences that one document supports: it contains enough of the content words of the sentence, and all of its numbers.
    /// The unigram form of attribution as in B. Bohnet et al., "Attributed question answering", 2022, with words instead of a model.
    /// </summary>
    public static EvalReading Groundedness(Evaluator e, EvalCase item)
    {
        var documents = item
            .Documents.Where(d => !string.IsNullOrWhiteSpace(d.Text))
            .Select(d => Words.Of(d.Text!).ToHashSet(StringComparer.Ordinal))
            .ToList();
        if (documents.Count == 0)
            return EvalReading.Missing("The event has no retrieved document with text.");
        return OfSentences(
            item.Output,
            e.Share("least"),
            "are supported by a document",
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
            return EvalReading.Missing("The event has no retrieved document.");
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
                Evidence = $"{reading.Evidence} Cited but not retrieved: {TextChecks.List(wrong)}.",
            };
    }

    public static EvalReading Freshness(Evaluator e, EvalCase item)
    {
        var dated = item.Documents.Where(d => d.ChangedAt is not null).ToList();
        if (dated.Count == 0)
            return EvalReading.Missing("No retrieved document has a date.");
        var old = dated.Where(d => (item.At - d.ChangedAt!.Value).TotalDays > e.Share("days")).OrderBy(d => d.ChangedAt).ToList();
        var share = 1 - ((double)old.Count / dated.Count);
        if (old.Count == 0)
            return EvalReading.Of(share >= e.Share("least"), $"All {dated.Count} dated documents are recent enough.", share);
        var names = TextChecks.List(
            old.Select(d => $"{d.Id} of {d.ChangedAt!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}")
        );
        return EvalReading.Of(share >= e.Share("least"), $"{old.Count} of {dated.Count} dated documents are too old: {names}.", share);
    }

    public static EvalReading Irrelevant(Evaluator e, EvalCase item)
    {
        var asked = Words.Content(item.Input ?? "").ToHashSet(StringComparer.Ordinal);
        var documents = item.Documents.Where(d => !string.IsNullOrWhiteSpace(d.Text)).ToList();
        if (documents.Count == 0 || asked.Count == 0)
            return EvalReading.Missing(
                asked.Count == 0
                    ? "The input has no words to compare with the documents."
                    : "The event has no retrieved document with text."
            );
        var off = documents
            .Where(d => asked.Count(Words.Of(d.Text!).ToHashSet(StringComparer.Ordinal).Contains) < e.Share("overlap") * asked.Count)
            .ToList();
        var rate = (double)off.Count / documents.Count;
        return EvalReading.Of(
            rate <= e.Share("most"),
            off.Count == 0
                ? $"All {documents.Count} documents share words with the input."
                : $"{off.Count} of {documents.Count} documents have too few words of the input: {TextChecks.List(off.Select(d => d.Id))}.",
            1 - rate
        );
    }

    private static EvalReading OfSentences(string output, double least, string what, Func<string, bool> holds)
    {
        var claims = Words
            .Sentences(output)
            .Where(s => Words.Content(Marker().Replace(s, " ")).Take(MinWords).Count() == MinWords)
            .ToList();
        if (claims.Count == 0)
            return EvalReading.Missing("The output has no sentence that makes a claim.");
        var others = claims.Where(s => !holds(s)).ToList();
        var share = 1 - ((double)others.Count / claims.Count);
        var exceptions = others.Count > 0 ? $" Exceptions: {TextChecks.List(others)}." : "";
        var evidence = $"{claims.Count - others.Count} of {claims.Count} sentences {what}.{exceptions}";
        return EvalReading.Of(share >= least, evidence, share);
    }

    private static bool Cites(string sentence, IReadOnlyList<EvalDocument> documents, SortedSet<string> wrong)
    {
        var cites = documents.Any(d => d.Id.Length >= MinId && sentence.Contains(d.Id, StringComparison.OrdinalIgnoreCase));
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
    internal static partial Regex Marker();
}
