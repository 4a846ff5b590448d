using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Evaluation;

/// <summary>A program that judges an output. It is the admin's: people pick its name and nothing else.</summary>
public sealed class CommandOptions
{
    /// <summary>Full path.</summary>
    public string Program { get; set; } = "";

    public IList<string> Arguments { get; set; } = [];

    /// <summary>After which it is ended, with all it started.</summary>
    [Range(1, 3600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>What it may write, both streams together; more ends it.</summary>
    [Range(1000, 16 * 1024 * 1024)]
    public int MaxOutputBytes { get; set; } = 64 * 1024;
}
