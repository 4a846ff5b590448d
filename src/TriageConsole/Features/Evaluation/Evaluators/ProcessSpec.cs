namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>A program and its limits.</summary>
/// <param name="Program">The full path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">The folder that it works in.</param>
/// <param name="Input">Its standard input.</param>
/// <param name="TimeoutSeconds">After this time it is ended.</param>
/// <param name="MaxOutputBytes">The maximum output of both streams together. A process that writes more is ended.</param>
/// <param name="Environment">Variables in addition to the path.</param>
internal sealed record ProcessSpec(
    string Program,
    IEnumerable<string> Arguments,
    string Folder,
    string Input,
    int TimeoutSeconds,
    int MaxOutputBytes,
    IReadOnlyDictionary<string, string> Environment
);
