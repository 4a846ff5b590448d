using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace TriageConsole.Components.Conversations;

/// <summary>A block of code with its language and a copy button. Lines of a diff are colored.</summary>
internal sealed class CodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock obj)
    {
        var language = (obj as FencedCodeBlock)?.Info;
        var text = obj.Lines.ToString();
        renderer.Write("<div class=\"code\"><div class=\"code-head\"><span class=\"muted\">");
        renderer.WriteEscape(string.IsNullOrWhiteSpace(language) ? "code" : language);
        renderer.Write("</span><button type=\"button\" class=\"btn quiet small\" data-copy>Copy</button></div>");
        renderer.Write("<pre tabindex=\"0\"><code>");
        if (DiffLines.Are(text, language))
            foreach (var (line, mark) in DiffLines.Of(text))
            {
                renderer.Write("<span class=\"diff-line ").Write(mark).Write("\">");
                renderer.WriteEscape(line);
                renderer.Write("\n</span>");
            }
        else
            renderer.WriteEscape(text);
        renderer.Write("</code></pre></div>");
    }
}
