using Microsoft.AspNetCore.Components;

namespace TriageConsole.Components.Tests;

public sealed class FormDialogTests : ComponentTest
{
    private int confirmed;
    private int closed;

    [Fact]
    public void Dialog_IsNamedByItsTitle()
    {
        var page = Open();
        Assert.Equal("Reject answers-2", page.Find("[role=dialog] h2").TextContent);
    }

    [Fact]
    public async Task Submit_ConfirmsOnce()
    {
        var page = Open();
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Equal((1, 0), (confirmed, closed));
    }

    [Fact]
    public async Task Cancel_Closes_WithoutConfirming()
    {
        var page = Open();
        await page.FindAll("[role=dialog] button").Single(b => b.TextContent.Trim() == "Cancel").ClickAsync(new());
        Assert.Equal((0, 1), (confirmed, closed));
    }

    [Fact]
    public async Task SecondSubmit_IsIgnored_WhileTheFirstRuns()
    {
        var release = new TaskCompletionSource();
        var page = Open(() => release.Task);
        var first = page.Find("[role=dialog] form").SubmitAsync();
        page.WaitForAssertion(() => Assert.True(page.Find("[role=dialog] button[type=submit]").HasAttribute("disabled")));
        await page.Find("[role=dialog] form").SubmitAsync();
        release.SetResult();
        await first;
        Assert.Equal(1, confirmed);
    }

    [Fact]
    public async Task Fault_LeavesTheDialogUsable()
    {
        var page = Open(() => throw new InvalidOperationException("The database is unreachable."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => page.Find("[role=dialog] form").SubmitAsync());
        Assert.False(page.Find("[role=dialog] button[type=submit]").HasAttribute("disabled"));
    }

    /// <summary>The provider of the layout draws the dialog. It must not stay when the component is gone.</summary>
    [Fact]
    public async Task Dialog_IsClosed_WhenItIsNoLongerRendered()
    {
        var isOpen = true;
        var page = RenderInPage(builder =>
        {
            builder.OpenComponent<Toggled>(0);
            builder.AddComponentParameter(1, nameof(Toggled.IsOpen), (Func<bool>)(() => isOpen));
            builder.CloseComponent();
        });
        Assert.Single(page.FindAll("[role=dialog]"));
        isOpen = false;
        await page.InvokeAsync(page.FindComponent<Toggled>().Instance.Refresh);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=dialog]")));
    }

    private IRenderedComponent<IComponent> Open(Func<Task>? work = null) =>
        RenderInPage(builder =>
        {
            builder.OpenComponent<FormDialog>(0);
            builder.AddComponentParameter(1, nameof(FormDialog.Title), "Reject answers-2");
            builder.AddComponentParameter(2, nameof(FormDialog.ConfirmText), "Reject");
            builder.AddComponentParameter(
                3,
                nameof(FormDialog.Confirmed),
                EventCallback.Factory.Create(
                    this,
                    () =>
                    {
                        confirmed++;
                        return work?.Invoke() ?? Task.CompletedTask;
                    }
                )
            );
            builder.AddComponentParameter(
                4,
                nameof(FormDialog.Closed),
                EventCallback.Factory.Create(
                    this,
                    () =>
                    {
                        closed++;
                    }
                )
            );
            builder.CloseComponent();
        });

    private sealed class Toggled : ComponentBase
    {
        [Parameter]
        public Func<bool> IsOpen { get; set; } = () => true;

        public void Refresh() => StateHasChanged();

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            if (!IsOpen())
                return;
            builder.OpenComponent<FormDialog>(0);
            builder.AddComponentParameter(1, nameof(FormDialog.Title), "Reject answers-2");
            builder.AddComponentParameter(2, nameof(FormDialog.ConfirmText), "Reject");
            builder.CloseComponent();
        }
    }
}
