using System.Text;
using TriageConsole.Core.Redaction;
using TriageConsole.Core.Telemetry;

namespace TriageConsole.Features.Ingest;

/// <summary>A part of a trace in a batch.</summary>
/// <param name="Line">Its number in the request, and its stored form.</param>
/// <param name="TraceId">The trace.</param>
/// <param name="PartKey">Identifies the part in its trace.</param>
/// <param name="Part">The part.</param>
/// <param name="DefaultWorkflow">The default workflow of the key.</param>
public sealed record TraceLine(EventLine Line, string TraceId, string PartKey, TracePart Part, string? DefaultWorkflow)
{
    private static readonly string[] Keys =
    [
        TraceFacts.TaskId,
        TraceFacts.Conversation,
        TraceFacts.Session,
        TraceFacts.User,
        TraceFacts.OutputId,
    ];

    /// <summary>The session that the part names.</summary>
    public string? Session => Fact(TraceFacts.Session) ?? Fact(TraceFacts.Conversation);

    /// <summary>The end user that the part names.</summary>
    public string? User => Fact(TraceFacts.User);

    /// <summary>The response that the part names, in the form in which an interaction has it.</summary>
    public string? OutputId => Fact(TraceFacts.OutputId) is { } id ? TraceFold.Key(id) : null;

    /// <summary>The same line with another part.</summary>
    public TraceLine With(TracePart part) => this with { Part = part, Line = Line with { Bytes = Encoding.UTF8.GetBytes(part.ToJson()) } };

    /// <summary>The line without keys that look like personal data.</summary>
    /// <param name="hash">The keyed hash of a key.</param>
    public TraceLine WithHashedKeys(Func<string, string> hash)
    {
        var personal = Keys.Where(k => JoinKeys.IsPersonal(Fact(k))).ToList();
        var line = JoinKeys.IsPersonal(TraceId) ? this with { TraceId = hash(TraceId) } : this;
        var hasUnit = Part.Flags?.Exists(f => JoinKeys.IsPersonal(f.Unit)) == true;
        var hasDocument = Part.Documents?.Exists(JoinKeys.IsPersonal) == true;
        if (personal.Count == 0 && !hasUnit && !hasDocument)
            return line;
        var part = TracePart.Read(Part.ToJson());
        foreach (var key in personal)
            part.Facts![key] = hash(part.Facts[key]);
        if (hasUnit)
            part.Flags = part.Flags!.ConvertAll(f => JoinKeys.IsPersonal(f.Unit) ? f with { Unit = hash(f.Unit!) } : f);
        if (hasDocument)
            part.Documents = part.Documents!.ConvertAll(d => JoinKeys.IsPersonal(d) ? hash(d) : d);
        return line.With(part);
    }

    private string? Fact(string name) => Part.Facts?.GetValueOrDefault(name);
}
