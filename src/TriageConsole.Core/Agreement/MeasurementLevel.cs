namespace TriageConsole.Core.Agreement;

/// <summary>How the categories of a criterion are compared.</summary>
public enum MeasurementLevel
{
    /// <summary>Equal or not.</summary>
    Nominal,

    /// <summary>By rank.</summary>
    Ordinal,

    /// <summary>By difference of the values.</summary>
    Interval,

    /// <summary>By ratio of the values, which are zero or more.</summary>
    Ratio,
}
