using TriageConsole.Core;
using TriageConsole.Security;

namespace TriageConsole.Auditing;

/// <summary>Who acts, as the audit log names it: an id that stays, and the name at that time.</summary>
public sealed record AuditActor
{
    private AuditActor(string text) => Text = Texts.Cut(Texts.Storable(text), 300);

    public string Text { get; }

    public static AuditActor CommandLine { get; } = new("command line");

    public static AuditActor Of(PersonAccess access) => Person(access.UserId, access.DisplayName);

    public static AuditActor Of(ApiCaller caller) =>
        caller.Person is { } person ? new($"person/{person.Id} {person.Name} (token {caller.KeyId})") : new($"key {caller.KeyId}");

    /// <summary>An actor that is no person: a name that a person chose could be that of another actor.</summary>
    public static AuditActor Named(string name) => new(name);

    public static AuditActor Person(long id, string name) => new($"person/{id} {name}");
}
