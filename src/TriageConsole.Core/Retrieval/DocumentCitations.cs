using System.Globalization;
using System.Text.RegularExpressions;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Core.Retrieval;

/// <summary>
/// Finds the retrieved documents that an output cites: by <c>[id]</c>, by <c>[number]</c> of the rank, or by the id in the text.
/// </summary>
public static class DocumentCitations
{
    /// <summary>Minimum length of an id to be searched in the text; a shorter one can be any word.</summary>
    private const int MinId = 4;

    /// <summary>The ranks of the cited documents.</summary>
    /// <param name="output">The output; null cites nothing.</param>
    /// <param name="documents">The retrieved documents, in the order of their ranks.</param>
    public static IReadOnlySet<int> In(string? output, IReadOnlyList<RankedDocument> documents)
    {
        var cited = new HashSet<int>();
        if (string.IsNullOrEmpty(output) || documents.Count == 0)
            return cited;
        foreach (var document in documents)
            if (document.Id.Length >= MinId && Contains(output, document.Id))
                cited.Add(document.Position);
        foreach (Match marker in RetrievalChecks.Marker().Matches(output))
        foreach (var name in marker.Groups[1].Value.Split([',', ';'], StringSplitOptions.TrimEntries))
            if (Position(name, documents) is { } position)
                cited.Add(position);
        return cited;
    }

    private static int? Position(string name, IReadOnlyList<RankedDocument> documents)
    {
        if (documents.FirstOrDefault(d => string.Equals(d.Id, name, StringComparison.OrdinalIgnoreCase)) is { } named)
            return named.Position;
        var isNumber = int.TryParse(name.TrimStart('^'), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && number >= 1 && number <= documents.Count ? number : null;
    }

    /// <summary>Whether the text contains the id as a whole: <c>kb-17</c> does not cite <c>kb-1</c>.</summary>
    private static bool Contains(string text, string id)
    {
        for (var at = 0; (at = text.IndexOf(id, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + id.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
        }

        return false;
    }
}
