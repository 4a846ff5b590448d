namespace TriageConsole.Core.Datasets;

/// <summary>A file format of a dataset.</summary>
public enum DatasetFormat
{
    /// <summary>
    /// JSON Lines for supervised fine-tuning: {"messages":[…]} with the input and the preferred response. Messages of the assistant can
    /// have a weight of 0 or 1. Source: the OpenAI API. Sample weights are left out, because services refuse them.
    /// </summary>
    Chat = 1,

    /// <summary>
    /// JSON Lines for preference optimization (DPO): {"input":{"messages":[…]},"preferred_output":[…],"non_preferred_output":[…]}. Source:
    /// the OpenAI API.
    /// </summary>
    Preference = 2,

    /// <summary>
    /// JSON Lines for evaluations: key, task, split, pattern, weight (the sample weight), input_hash, input, expected, answers and labels.
    /// Properties without a value are left out.
    /// </summary>
    Evaluation = 3,

    /// <summary>RFC 4180 with a header, but lines end with LF. Messages and answers are JSON texts.</summary>
    Csv = 4,
}
