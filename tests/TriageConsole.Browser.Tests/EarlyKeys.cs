using Microsoft.Playwright;

namespace TriageConsole.Browser.Tests;

public static class EarlyKeys
{
    /// <summary>
    /// Presses Esc once, before the browser tells the server that a dialog is shown: the earliest moment in which a person can do so. Sets
    /// <c>data-pressed</c> of the body.
    /// </summary>
    public static Task PressEscapeWhenADialogAppearsAsync(this IPage page) =>
        page.EvaluateAsync(
            """
            () => {
              const send = WebSocket.prototype.send;
              WebSocket.prototype.send = function (data) {
                if (!document.body.dataset.pressed && document.querySelector('[role=dialog]')) {
                  document.body.dataset.pressed = 'yes';
                  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
                }
                return send.call(this, data);
              };
            }
            """
        );
}
