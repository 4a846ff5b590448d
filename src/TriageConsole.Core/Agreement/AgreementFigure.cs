namespace TriageConsole.Core.Agreement;

/// <summary>An agreement coefficient with its 95 % interval and what it rests on. Never NaN: what is not defined says why.</summary>
/// <param name="Value">The coefficient, at most 1; null where it is not defined.</param>
/// <param name="Low">Lower end of the interval; null where there is none.</param>
/// <param name="High">Upper end of the interval; null where there is none.</param>
/// <param name="Why">Why there is no value, or no interval, in words; null where there are both.</param>
public readonly record struct AgreementFigure(double? Value, double? Low, double? High, string? Why)
{
    /// <summary>Every label is of one category: agreement by chance cannot be told from agreement.</summary>
    public const string OneCategory = "undefined: one category only";

    /// <summary>No item has two labels.</summary>
    public const string NothingPaired = "undefined: no item is labeled twice";

    /// <summary>Leaving out a single item leaves nothing to compare.</summary>
    public const string OneItemDecides = "no interval: without one of the items the figure is undefined";

    internal static AgreementFigure Undefined(string why) => new(null, null, null, why);
}
