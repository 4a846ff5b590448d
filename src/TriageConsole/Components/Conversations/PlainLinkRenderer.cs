using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace TriageConsole.Components.Conversations;

/// <summary>Shows the text of a link or image, then its address as text. Nothing is loaded or followed.</summary>
internal sealed class PlainLinkRenderer : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline obj)
    {
        renderer.Write("<span class=\"md-link\">");
        if (obj.IsImage)
            renderer.Write("image: ");
        renderer.WriteChildren(obj);
        renderer.Write("</span> <code class=\"md-url\">");
        renderer.WriteEscape(obj.Url ?? "");
        renderer.Write("</code>");
    }
}
