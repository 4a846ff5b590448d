using System.Globalization;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace TriageConsole.Components.Conversations;

/// <summary>Headings of a text are not headings of the page.</summary>
internal sealed class PlainHeadingRenderer : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
    {
        renderer.Write("<div dir=\"auto\" class=\"md-heading md-").Write(obj.Level.ToString(CultureInfo.InvariantCulture)).Write("\">");
        renderer.WriteLeafInline(obj);
        renderer.WriteLine("</div>");
    }
}
