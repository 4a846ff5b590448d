using TriageConsole.Components;

namespace TriageConsole.Features.Datasets;

/// <summary>The result of a verification: all rows were read again and compared with the manifest.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Number">Number of the version.</param>
/// <param name="Identity">Its identity.</param>
/// <param name="Result"><c>same</c>, <c>changed_by_erasure</c> or <c>changed</c>.</param>
/// <param name="Rows">Number of rows of the manifest.</param>
/// <param name="Erased">Keys of the rows of erased persons.</param>
/// <param name="ConsentWithdrawn">Keys of the rows without consent.</param>
/// <param name="Changed">Keys of the rows with other content.</param>
/// <param name="Missing">Keys of the rows that cannot be read any more, for no known reason.</param>
/// <param name="GoldenSince">Keys of the rows that are golden items of a gate since the build.</param>
/// <param name="ManifestMatches">Whether the stored row hashes give the identity.</param>
public sealed record DatasetVerification(
    string Dataset,
    int Number,
    string Identity,
    string Result,
    int Rows,
    IReadOnlyList<string> Erased,
    IReadOnlyList<string> ConsentWithdrawn,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> GoldenSince,
    bool ManifestMatches
)
{
    public const string Same = "same";
    public const string ByErasure = "changed_by_erasure";
    public const string Other = "changed";

    /// <summary>The result in words.</summary>
    public string Words =>
        Result switch
        {
            Same when Rows == 1 => "The same: the row has the content of the manifest.",
            Same => $"The same: all {Figures.Count(Rows)} rows have the content of the manifest.",
            ByErasure => $"Changed by erasure: {Share(Erased.Count + ConsentWithdrawn.Count, "is", "are")} withheld. A rebuild makes a new "
                + "version without them.",
            _ when !ManifestMatches => "Changed: the stored row hashes do not give the identity of the version.",
            _ => $"Changed: {Share(Changed.Count + Missing.Count, "differs", "differ")} from the manifest.",
        };

    private string Share(int count, string one, string many) =>
        $"{Figures.Count(count)} of {Figures.Plural(Rows, "row", "rows")} {(count == 1 ? one : many)}";
}
