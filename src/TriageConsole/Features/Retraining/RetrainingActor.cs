using TriageConsole.Auditing;
using TriageConsole.Security;

namespace TriageConsole.Features.Retraining;

/// <summary>Who proposes, starts or cancels: a person, an API key, or the console itself.</summary>
internal sealed record RetrainingActor(long? UserId, string Name, AuditActor Audit)
{
    public static RetrainingActor Console { get; } = new(null, "the console", AuditActor.Named("the console"));

    public static RetrainingActor Of(PersonAccess access) => new(access.UserId, access.DisplayName, AuditActor.Of(access));

    public static RetrainingActor Of(ApiCaller caller) => new(caller.Person?.Id, caller.Name, AuditActor.Of(caller));
}
