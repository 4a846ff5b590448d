namespace TriageConsole.Data.Releases;

/// <summary>An entry in the conversation of an approval. Rows are added and never changed.</summary>
public sealed class ReleaseApprovalRemark
{
    public long Id { get; set; }

    public long ApprovalId { get; set; }

    public ApprovalStep Step { get; set; }

    public DateTimeOffset At { get; set; }

    public long? ById { get; set; }

    public required string By { get; set; }

    public string Text { get; set; } = "";
}
