using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace TriageConsole.Components.Conversations;

/// <summary>Shows an address as text.</summary>
internal sealed class PlainAutolinkRenderer : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline obj)
    {
        renderer.Write("<code class=\"md-url\">");
        renderer.WriteEscape(obj.Url);
        renderer.Write("</code>");
    }
}
