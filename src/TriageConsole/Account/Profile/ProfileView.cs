using TriageConsole.Data.Access;

namespace TriageConsole.Account.Profile;

/// <summary>A person's own account. TimeZone: null if no browser of the person has said one yet.</summary>
public sealed record ProfileView(string Name, string Email, bool HasPassword, bool HasTwoFactor, string? TimeZone, FlagNotices FlagNotices);
