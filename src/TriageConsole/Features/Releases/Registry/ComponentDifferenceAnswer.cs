namespace TriageConsole.Features.Releases.Registry;

public sealed record ComponentDifferenceAnswer(
    string Kind,
    string Name,
    bool Same,
    DifferenceSideAnswer? Before,
    DifferenceSideAnswer? After
)
{
    internal static ComponentDifferenceAnswer Of(ComponentDifference d) =>
        new(d.Kind.Key(), d.Name, d.IsSame, Side(d.Before), Side(d.After));

    private static DifferenceSideAnswer? Side(ReleaseComponentRow? c) =>
        c is null ? null : new(c.Version, c.ContentHash, c.Reference, c.Content);
}
