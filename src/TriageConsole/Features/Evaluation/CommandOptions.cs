using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Evaluation;

/// <summary>A program that judges an output. The admin of the server configures it; people only select its name.</summary>
public sealed class CommandOptions
{
    /// <summary>The full path.</summary>
    public string Program { get; set; } = "";

    public IList<string> Arguments { get; set; } = [];

    /// <summary>After this time the process and its children are ended.</summary>
    [Range(1, 3600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>The maximum output of both streams together, in bytes. A process that writes more is ended.</summary>
    [Range(1000, 16 * 1024 * 1024)]
    public int MaxOutputBytes { get; set; } = 64 * 1024;
}
