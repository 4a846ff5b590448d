using System.Text.RegularExpressions;
using Ganss.Xss;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Microsoft.AspNetCore.Components;

namespace TriageConsole.Components.Conversations;

/// <summary>
/// Markdown of untrusted texts as HTML. HTML in the text stays text, links and images are shown with their address and lead nowhere, and a
/// list of allowed elements is applied to the result.
/// </summary>
internal static partial class SafeMarkdown
{
    /// <summary>Longer texts are shown as plain text: their rendering would delay the page.</summary>
    public const int MaxCharacters = 60_000;

    private static readonly MarkdownPipeline Pipeline = Configure();

    private static readonly string[] Tags =
    [
        "p",
        "br",
        "em",
        "strong",
        "del",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "blockquote",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "div",
        "span",
        "button",
    ];

    private static readonly string[] Attributes = ["class", "dir", "type", "start", "tabindex", "aria-label", "data-copy"];

    /// <summary>Whether the text uses Markdown. Other text is shown with its own spaces and line breaks.</summary>
    public static bool Applies(string text) => text.Length <= MaxCharacters && (Mark().IsMatch(text) || DiffLines.Are(text));

    /// <summary>The text as HTML that contains allowed elements only.</summary>
    public static MarkupString Render(string text)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new CodeRenderer());
        renderer.ObjectRenderers.Replace<HeadingRenderer>(new PlainHeadingRenderer());
        renderer.ObjectRenderers.Replace<Markdig.Renderers.Html.Inlines.LinkInlineRenderer>(new PlainLinkRenderer());
        renderer.ObjectRenderers.Replace<Markdig.Renderers.Html.Inlines.AutolinkInlineRenderer>(new PlainAutolinkRenderer());
        var document = Markdown.Parse(DiffLines.Fenced(text), Pipeline);
        // Each block keeps the direction of its own text.
        foreach (var block in document.Descendants<Block>())
            block.GetAttributes().AddPropertyIfNotExist("dir", "auto");
        renderer.Render(document);
        return new MarkupString(Sanitizer().Sanitize(writer.ToString()));
    }

    private static MarkdownPipeline Configure() =>
        new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras().UseSoftlineBreakAsHardlineBreak().DisableHtml().Build();

    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedTags.Clear();
        sanitizer.AllowedAttributes.Clear();
        sanitizer.AllowedCssProperties.Clear();
        sanitizer.AllowedSchemes.Clear();
        sanitizer.AllowedTags.UnionWith(Tags);
        sanitizer.AllowedAttributes.UnionWith(Attributes);
        return sanitizer;
    }

    [GeneratedRegex(
        @"^\s{0,3}(```|~~~|#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|>\s|\|.*\|)|\*\*\S|`[^`\n]+`|\[[^\]\n]{1,200}\]\([^)\s]+\)",
        RegexOptions.Multiline
    )]
    private static partial Regex Mark();
}
