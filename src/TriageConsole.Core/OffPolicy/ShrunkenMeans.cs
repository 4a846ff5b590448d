namespace TriageConsole.Core.OffPolicy;

/// <summary>
/// A simple outcome model: the mean reward of each cell, such as an action in a segment, shrunk to the mean of all. A cell without rewards
/// has the mean of all. Formula: (Σ reward of the cell + prior · mean of all)/(units of the cell + prior).
/// </summary>
/// <typeparam name="TCell">Identifies a cell, usually action and context.</typeparam>
public sealed class ShrunkenMeans<TCell>
    where TCell : notnull
{
    private readonly Dictionary<TCell, (long Count, double Sum)> cells = [];
    private readonly double prior;
    private readonly long count;
    private readonly double sum;

    /// <summary>Learns the means.</summary>
    /// <param name="log">Cell and reward of each unit, in units of the outcome metric.</param>
    /// <param name="prior">Weight of the mean of all, in units; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prior is not above 0.</exception>
    public ShrunkenMeans(IEnumerable<(TCell Cell, double Reward)> log, double prior = 10)
    {
        if (!(prior > 0 && double.IsFinite(prior)))
            throw new ArgumentOutOfRangeException(nameof(prior), prior, "The weight of the mean of all must be above 0.");
        this.prior = prior;
        foreach (var (cell, reward) in log)
        {
            var known = cells.GetValueOrDefault(cell);
            cells[cell] = (known.Count + 1, known.Sum + reward);
            count++;
            sum += reward;
        }
    }

    /// <summary>The predicted reward in the cell; null if the model has seen no rewards at all.</summary>
    public double? Of(TCell cell)
    {
        if (count == 0)
            return null;
        var known = cells.GetValueOrDefault(cell);
        return (known.Sum + (prior * sum / count)) / (known.Count + prior);
    }
}
