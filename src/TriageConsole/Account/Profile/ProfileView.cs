namespace TriageConsole.Account.Profile;

/// <summary>A person's own account.</summary>
public sealed record ProfileView(string Name, string Email, bool HasPassword, bool HasTwoFactor);
