namespace TriageConsole.Components.Charts;

internal sealed record PlotlyError(IReadOnlyList<double?> Array, IReadOnlyList<double?> Arrayminus, string Color)
{
    public string Type => "data";

    public bool Symmetric => false;

    public double Thickness => 1.5;

    public double Width => 4;
}
