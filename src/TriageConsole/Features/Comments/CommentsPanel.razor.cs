using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Core.Common;
using TriageConsole.Data.Providers;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Comments;

/// <summary>Reads, adds, changes and deletes the comments on a subject.</summary>
public sealed partial class CommentsPanel(
    CommentService comments,
    CurrentPerson current,
    IProviderStatements statements,
    ChangeNotifier notifier,
    TimeProvider time
) : ComponentBase, IDisposable
{
    /// <summary>Changes of the workflow can be many, and most are not comments.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource closed = new();
    private readonly LiveRefresh live = new();
    private int reads;
    private CommentThread? thread;
    private CommentSubject? shown;
    private string? text;
    private bool busy;
    private Result? told;

    [Parameter, EditorRequired]
    public CommentSubject Subject { get; set; } = null!;

    [Parameter]
    public string Title { get; set; } = "Comments";

    protected override async Task OnParametersSetAsync()
    {
        live.Start(notifier, time, id => id == thread?.WorkflowId, () => InvokeAsync(FollowAsync), () => Pause);
        if (Subject == shown)
            return;
        (shown, thread, text, told, busy) = (Subject, null, null, null, false);
        await DoAsync(_ => Task.CompletedTask);
    }

    private async Task LoadAsync(PersonAccess access)
    {
        // Reads can overlap. The one that began last has the newest comments.
        var number = ++reads;
        var read = await comments.ReadAsync(access, Subject, cancellationToken: closed.Token);
        if (number == reads)
            thread = read;
    }

    /// <summary>Shows what others wrote. The form and an open edit keep their text. If it fails, the next change tries again.</summary>
    private async Task FollowAsync()
    {
        try
        {
            await LoadAsync(await current.GetAsync(closed.Token));
            StateHasChanged();
        }
        catch (Exception e) when (closed.IsCancellationRequested || e is AccessDeniedException || statements.IsTransient(e))
        {
            // Nobody asked for it, so there is no message.
        }
    }

    private Task AddAsync(string written) =>
        DoAsync(async access =>
        {
            told = await comments.AddAsync(access, Subject, written);
            if (told.Ok)
                text = null;
        });

    private async Task<bool> SaveAsync(CommentRow row, string changed)
    {
        await DoAsync(async access => told = await comments.EditAsync(access, row.Id, changed));
        // The list calls it, so this component is not rendered by itself.
        StateHasChanged();
        return told is { Ok: true };
    }

    private Task DeleteAsync(CommentRow row) => DoAsync(async access => told = await comments.DeleteAsync(access, row.Id));

    private async Task DoAsync(Func<PersonAccess, Task> work)
    {
        if (busy)
            return;
        busy = true;
        try
        {
            var access = await current.GetAsync();
            await work(access);
            await LoadAsync(access);
        }
        catch (Exception e) when (statements.IsTransient(e))
        {
            // The page around it stays: on the labeling page it holds answers.
            told = Error.Conflict("The database is unreachable. Your text is kept. Try again later.");
        }
        finally
        {
            busy = false;
        }
    }

    public void Dispose()
    {
        live.Dispose();
        closed.Cancel();
        closed.Dispose();
    }
}
