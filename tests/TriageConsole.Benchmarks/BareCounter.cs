using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace TriageConsole.Benchmarks;

[Route("/")]
public sealed class BareCounter : ComponentBase
{
    private int count;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "button");
        builder.AddAttribute(1, "onclick", EventCallback.Factory.Create(this, () => count++));
        builder.AddContent(2, "Count");
        builder.CloseElement();
        builder.OpenElement(3, "output");
        builder.AddContent(4, count);
        builder.CloseElement();
    }
}
