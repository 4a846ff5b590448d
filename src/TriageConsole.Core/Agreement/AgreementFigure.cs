namespace TriageConsole.Core.Agreement;

/// <summary>An agreement coefficient with its 95 % interval. Never NaN: an undefined figure has a reason instead.</summary>
/// <param name="Value">The coefficient, at most 1; null if it is undefined.</param>
/// <param name="Low">Lower end of the interval; null if there is none.</param>
/// <param name="High">Upper end of the interval; null if there is none.</param>
/// <param name="Why">The reason why there is no value or no interval; null if both exist.</param>
public readonly record struct AgreementFigure(double? Value, double? Low, double? High, string? Why)
{
    /// <summary>All labels are in one category, so agreement cannot be distinguished from chance.</summary>
    public const string OneCategory = "undefined: one category only";

    /// <summary>No item has two labels.</summary>
    public const string NothingPaired = "undefined: no item is labeled twice";

    /// <summary>Without one of the items there is nothing left to compare.</summary>
    public const string OneItemDecides = "no interval: without one of the items the figure is undefined";

    internal static AgreementFigure Undefined(string why) => new(null, null, null, why);
}
