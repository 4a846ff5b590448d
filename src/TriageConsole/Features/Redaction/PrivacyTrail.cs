using TriageConsole.Core;
using TriageConsole.Data;
using TriageConsole.Data.Redaction;
using TriageConsole.Security;

namespace TriageConsole.Features.Redaction;

/// <summary>Records changes of consent with the other actions on personal data, in the transaction of the change.</summary>
internal static class PrivacyTrail
{
    /// <param name="db">The context that saves the change.</param>
    /// <param name="at">When it happens.</param>
    /// <param name="caller">The application, or the person whose token it uses.</param>
    /// <param name="kind">Whether the consent is withdrawn or given again.</param>
    /// <param name="subject">The keyed hash of the user id.</param>
    public static void Consent(TriageDbContext db, DateTimeOffset at, ApiCaller caller, PrivacyEventKind kind, string subject) =>
        db.PrivacyEvents.Add(
            new PrivacyEvent
            {
                TenantId = caller.TenantId,
                Kind = kind,
                SubjectHash = subject,
                ActorId = caller.Person?.Id,
                Actor = Texts.Cut(caller.Name, 200),
                Reason = "",
                At = at,
            }
        );
}
