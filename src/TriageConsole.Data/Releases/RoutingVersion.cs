namespace TriageConsole.Data.Releases;

/// <summary>
/// A single row whose version is incremented with each change of routing, in the transaction of the change. Instances that see a new
/// version reload.
/// </summary>
public sealed class RoutingVersion
{
    public const int OnlyId = 1;

    public int Id { get; set; }

    public long Version { get; set; }
}
