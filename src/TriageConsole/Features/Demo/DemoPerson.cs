using TriageConsole.Data.Access;

namespace TriageConsole.Features.Demo;

/// <summary>A person of the demo.</summary>
/// <param name="Name">First name and role.</param>
/// <param name="Role">The role in the demo tenant.</param>
/// <param name="Workflow">The only workflow of the role; null for all.</param>
/// <param name="FirstTask">What to try first as this person.</param>
internal sealed record DemoPerson(string Name, Role Role, string? Workflow = null, string? FirstTask = null)
{
    public const string EmailDomain = "@demo.invalid";

    public static readonly DemoPerson[] All =
    [
        new("Lena Labeler", Role.Labeler, null, "press \"Start labeling\" and label ten items: 1 or 2, then Enter"),
        new("Luis Labeler", Role.Labeler, DemoTraffic.Support),
        new("Mira Lead", Role.Lead, null, "Patterns, Customer support: the first row is a planted failure"),
        new("Arno Approver", Role.Approver, null, "Releases, Handbook answers: promote answers-43, then roll it back"),
        new("Ada Admin", Role.Admin, null, "API keys: create a key and send your own events; Tenants: stop the simulated traffic"),
    ];

    /// <summary>An address such as lena@demo.invalid: the domain cannot receive mail.</summary>
    public string Email => Name.Split(' ')[0].ToLowerInvariant() + EmailDomain;
}
