namespace TriageConsole.Features.Search;

/// <summary>What a search result is, in the order of the list.</summary>
public enum SearchKind
{
    Page,
    Interaction,
    Workflow,
    Release,
    Pattern,
    Person,
}
