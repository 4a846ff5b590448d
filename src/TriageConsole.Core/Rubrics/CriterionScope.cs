namespace TriageConsole.Core.Rubrics;

/// <summary>What one answer to a criterion is about; in JSON in snake_case.</summary>
public enum CriterionScope
{
    /// <summary>The whole interaction.</summary>
    Interaction,

    /// <summary>One message of the conversation: the criterion has an answer for each.</summary>
    Turn,
}
