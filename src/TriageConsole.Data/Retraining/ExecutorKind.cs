namespace TriageConsole.Data.Retraining;

/// <summary>How a run is carried out.</summary>
public enum ExecutorKind
{
    /// <summary>A program on the server.</summary>
    Command = 0,

    /// <summary>A service that calls back.</summary>
    Webhook = 1,

    /// <summary>An OpenAI-compatible fine-tuning API.</summary>
    FineTuning = 2,
}
