using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace TriageConsole.Components.Tests;

/// <summary>Renders components with MudBlazor's services. Calls of scripts return defaults.</summary>
public abstract class ComponentTest : BunitContext
{
    protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddScoped<Times>();
    }

    /// <summary>Renders a component together with the providers that dialogs, menus and snackbars are drawn in.</summary>
    protected IRenderedComponent<IComponent> RenderInPage(RenderFragment content) =>
        Render(builder =>
        {
            builder.OpenComponent<MudPopoverProvider>(0);
            builder.CloseComponent();
            builder.OpenComponent<MudDialogProvider>(1);
            builder.CloseComponent();
            builder.OpenComponent<MudSnackbarProvider>(2);
            builder.CloseComponent();
            builder.AddContent(3, content);
        });
}
