using TriageConsole.Security;

namespace TriageConsole.Features.Releases;

/// <summary>The one who acts: a person, an API key, or the console itself.</summary>
public sealed record Actor(long? UserId, string Name)
{
    public static Actor Console { get; } = new(null, "the console");

    public static Actor CommandLine { get; } = new(null, "command line");

    public static Actor Of(PersonAccess access) => new(access.UserId, access.DisplayName);

    public static Actor Of(ApiCaller caller) =>
        caller.Person is { } person ? new(person.Id, caller.Name) : new(null, $"key {caller.KeyId}");
}
