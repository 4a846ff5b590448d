namespace TriageConsole.Features.Labeling;

/// <summary>Messages over the page.</summary>
public sealed partial class LabelPage
{
    private void Open(Sheet which) => sheet = which;

    private void CloseSheet() => sheet = Sheet.None;

    private void Toast(string message)
    {
        toast = message;
        StateHasChanged();
        Run(() => FadeAsync(message));
    }

    private async Task FadeAsync(string message)
    {
        await Task.Delay(TimeSpan.FromSeconds(6), time, Closing)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (toast != message || ended.IsCancellationRequested)
            return;
        toast = null;
        StateHasChanged();
    }
}
