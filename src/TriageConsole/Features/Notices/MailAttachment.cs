namespace TriageConsole.Features.Notices;

/// <summary>An HTML file of a mail.</summary>
public sealed record MailAttachment(string Name, string Html);
