namespace TriageConsole.Components.Lists;

/// <summary>A column of a list: the same on the page and in the exported file.</summary>
/// <param name="Key">Its name in the address and in the header of the file.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Value">The value for the file. Cells without their own content show it too.</param>
public sealed record GridField<T>(string Key, string Title, Func<T, object?> Value)
{
    public bool IsSortable { get; init; } = true;

    /// <summary>Whether the column is shown only if a person chooses it.</summary>
    public bool IsHidden { get; init; }

    public bool IsNumber { get; init; }

    /// <summary>Whether long texts are cut at the width of the column.</summary>
    public bool IsCut { get; init; }

    /// <summary>An explanation of the heading.</summary>
    public string? Hint { get; init; }

    /// <summary>The columns that an address asks for, in the order of the list; the standard columns if it names none.</summary>
    internal static IReadOnlyList<GridField<T>> Shown(IReadOnlyList<GridField<T>> fields, string? columns)
    {
        var chosen = columns?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        List<GridField<T>> shown = [.. fields.Where(f => chosen.Contains(f.Key, StringComparer.Ordinal))];
        return shown.Count > 0 ? shown : [.. fields.Where(f => !f.IsHidden)];
    }
}
