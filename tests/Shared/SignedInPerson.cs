namespace TriageConsole.Tests.Shared;

public sealed record SignedInPerson(long UserId, string Email, HttpClient Client);
