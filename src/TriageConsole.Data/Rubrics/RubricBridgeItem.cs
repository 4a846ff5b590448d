namespace TriageConsole.Data.Rubrics;

public sealed class RubricBridgeItem
{
    public long RubricVersionId { get; set; }

    public long InteractionId { get; set; }
}
