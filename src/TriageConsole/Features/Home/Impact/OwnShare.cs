namespace TriageConsole.Features.Home.Impact;

/// <summary>Something with the number of the person's labels in it.</summary>
public sealed record OwnShare(string Name, int Labels);
