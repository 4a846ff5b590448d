using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TriageConsole.Security;
using TriageConsole.Shell;

namespace TriageConsole.Components.Tests.Shell;

/// <summary>Pages and dialogs are placed as in the layout: the provider of dialogs is next to the page.</summary>
public sealed class DialogBoundaryTests : ComponentTest
{
    private PageBoundary? boundary;
    private bool throws = true;

    public DialogBoundaryTests() => Services.AddLogging();

    [Fact]
    public async Task FaultOfADialog_IsShownByThePage_AndTheNextDialogOpens()
    {
        var page = Open(builder => builder.AddMarkupContent(0, "<p>Sure?</p>"));
        await page.Find("[role=dialog] form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal("No role any more.", page.Find("[role=alert]").TextContent));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=dialog]")));

        throws = false;
        await page.InvokeAsync(() => boundary!.Recover());
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[role=dialog]")));
        await page.Find("[role=dialog] form").SubmitAsync();
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    /// <summary>Controls within a dialog, such as the results of the search, are not part of its form.</summary>
    [Fact]
    public async Task FaultOfAControlInADialog_IsShownByThePage()
    {
        var page = Open(builder =>
        {
            builder.OpenComponent<MudButton>(0);
            builder.AddComponentParameter(1, "id", "fails");
            builder.AddComponentParameter(2, nameof(MudButton.OnClick), EventCallback.Factory.Create<MouseEventArgs>(new object(), Fail));
            builder.CloseComponent();
        });
        await page.Find("#fails").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("No role any more.", page.Find("[role=alert]").TextContent));
    }

    private void Fail()
    {
        if (throws)
            throw new AccessDeniedException("No role any more.");
    }

    private IRenderedComponent<IComponent> Open(RenderFragment content)
    {
        RenderFragment page = builder =>
        {
            builder.OpenComponent<FormDialog>(0);
            builder.AddComponentParameter(1, nameof(FormDialog.Title), "Remove items");
            builder.AddComponentParameter(2, nameof(FormDialog.ConfirmText), "Remove");
            builder.AddComponentParameter(3, nameof(FormDialog.ChildContent), content);
            builder.AddComponentParameter(4, nameof(FormDialog.Confirmed), EventCallback.Factory.Create(new object(), Fail));
            builder.AddComponentParameter(5, nameof(FormDialog.Closed), EventCallback.Empty);
            builder.CloseComponent();
        };
        RenderFragment provider = builder =>
        {
            builder.OpenComponent<MudDialogProvider>(0);
            builder.CloseComponent();
        };
        RenderFragment<Exception> error = fault => builder => builder.AddMarkupContent(0, $"<p role=\"alert\">{fault.Message}</p>");
        return Render(builder =>
        {
            builder.OpenComponent<DialogBoundary>(0);
            builder.AddComponentParameter(1, nameof(DialogBoundary.Faulted), (Func<Exception, Task>)(e => boundary!.FaultAsync(e)));
            builder.AddComponentParameter(2, nameof(DialogBoundary.ChildContent), provider);
            builder.CloseComponent();
            builder.OpenComponent<PageBoundary>(3);
            builder.AddComponentParameter(4, nameof(PageBoundary.ChildContent), page);
            builder.AddComponentParameter(5, nameof(PageBoundary.ErrorContent), error);
            builder.AddComponentReferenceCapture(6, reference => boundary = (PageBoundary)reference);
            builder.CloseComponent();
        });
    }
}
