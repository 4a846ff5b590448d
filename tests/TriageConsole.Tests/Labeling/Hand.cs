using TriageConsole.Core.Common;
using TriageConsole.Data.Labeling;
using TriageConsole.Features.Labeling;
using TriageConsole.Security;

namespace TriageConsole.Tests.Labeling;

/// <summary>A labeler with a session, for tests.</summary>
internal sealed record Hand(LabelingWorld World, PersonAccess Access, LabelingSession Session)
{
    public static IReadOnlyDictionary<string, string> Fine { get; } = new Dictionary<string, string> { ["acceptable"] = "yes" };

    public async Task<LabelingItem> TakeAsync() =>
        await World.Labeling.NextAsync(Access, Session) ?? throw new InvalidOperationException("The queue is empty");

    public Task<LabelingItem?> TryTakeAsync() => World.Labeling.NextAsync(Access, Session);

    public Task<Result<SavedSubmit>> SubmitAsync(
        LabelingItem item,
        Guid? key = null,
        IReadOnlyDictionary<string, string>? answers = null
    ) => World.Labeling.SubmitAsync(Access, Session, item, new Submission(key ?? Guid.NewGuid(), answers ?? Fine, 1500));

    public Task<Result> SkipAsync(LabelingItem item, string reason) => World.Labeling.SkipAsync(Access, Session, item.Lease, reason);

    public Task<Result> FlagAsync(LabelingItem item, FlagKind kind, string note = "") =>
        World.Flags.FlagAsync(Access, Session, item.Lease, kind, note);

    public Task<Result> UnflagAsync(LabelingItem item) => World.Flags.UnflagAsync(Access, Session, item.Lease);

    public Task<Result<LabelingItem?>> UndoAsync() => World.Labeling.UndoAsync(Access, Session);

    public Task<IReadOnlyList<LabelingItem>> ResumeAsync() => World.Leases.ResumeAsync(Access, Session);
}
