using TriageConsole.Core.Common;

namespace TriageConsole.Security;

/// <summary>The limit of one API key. A missing value means the default of the installation.</summary>
/// <param name="RequestsPerSecond">Requests per second, on average.</param>
/// <param name="Burst">Requests at once after a pause.</param>
public sealed record KeyRate(double? RequestsPerSecond, int? Burst)
{
    public const double MinPerSecond = 0.01;
    public const double MaxPerSecond = 100_000;
    public const int MaxBurst = 1_000_000;

    public static KeyRate Default { get; } = new(null, null);

    internal Error? Check() =>
        RequestsPerSecond is { } rate && !(rate is >= MinPerSecond and <= MaxPerSecond)
            ? Error.InvalidField("requests_per_second", "Requests per second are from 0.01 to 100,000, or empty for the default.")
        : Burst is < 1 or > MaxBurst ? Error.InvalidField("burst", "The burst is from 1 to 1,000,000, or empty for the default.")
        : null;
}
