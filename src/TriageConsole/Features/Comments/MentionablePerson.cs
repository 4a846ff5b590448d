namespace TriageConsole.Features.Comments;

/// <summary>A person who can be mentioned, because the person can read the comment.</summary>
internal sealed record MentionablePerson(long UserId, string Handle, bool IsLead);
