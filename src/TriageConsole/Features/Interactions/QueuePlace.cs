namespace TriageConsole.Features.Interactions;

public sealed record QueuePlace(string Source, double Priority, string Reason, int OpenSlots, int Slots, int LabelsDone, bool Dropped);
