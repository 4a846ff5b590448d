using System.Text.Json;

namespace TriageConsole.Features.Audit;

/// <summary>An entry of the audit log in a response. Previous and Hash are in hexadecimal digits.</summary>
internal sealed record AuditAnswer(
    long Number,
    DateTimeOffset At,
    string Actor,
    string Action,
    string Subject,
    JsonElement Details,
    string Previous,
    string Hash
);
