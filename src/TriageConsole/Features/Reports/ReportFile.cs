using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace TriageConsole.Features.Reports;

/// <summary>
/// Writes a report as one HTML file: no script, no other file, readable in a mail and on paper. The body is that of the page, so every text
/// is encoded by the same renderer.
/// </summary>
public sealed class ReportFile(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    private const string Style = """
        body { max-width: 960px; margin: 24px auto; padding: 0 16px; color: #1b1f24; }
        body { font: 14px/1.45 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
        h1 { font-size: 22px; margin: 0 0 4px; }
        h2 { font-size: 16px; margin: 20px 0 6px; }
        p { margin: 4px 0; }
        a { color: #0b57a4; }
        .muted, caption, th { color: #57606a; }
        .report-part { overflow-wrap: anywhere; }
        .report-answer p:first-child { font-size: 16px; font-weight: 600; }
        .report-measures { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; padding: 0; list-style: none; }
        .report-measures li { flex: 1 1 200px; padding: 8px 12px; border: 1px solid #d0d7de; border-radius: 8px; }
        .report-name { font-weight: 600; }
        .report-figure { font-size: 20px; font-weight: 600; }
        .chip > span { margin-inline-end: 4px; }
        .chip { padding: 0 6px; border-radius: 9px; background: #eef1f4; color: #57606a; font-size: 12px; white-space: nowrap; }
        .chip.ok { background: #dcf3e2; color: #116329; }
        .chip.bad { background: #ffe3e0; color: #a40e26; }
        .chip.warn { background: #fff3cf; color: #7a4d00; }
        .chip.accent { background: #dbeafe; color: #0b57a4; }
        table { width: 100%; margin: 8px 0; border-collapse: collapse; font-size: 13px; }
        caption { padding: 0 0 4px; text-align: start; }
        th, td { padding: 4px 10px 4px 0; border-bottom: 1px solid #d0d7de; text-align: start; vertical-align: top; }
        .num { text-align: end; }
        .report-steps li, .report-changes li { margin: 4px 0; }
        .report-day { font-weight: 600; }
        .report-note { padding: 4px 10px; background: #fff3cf; }
        @media print {
          @page { margin: 15mm; }
          body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
          a { color: inherit; text-decoration: none; }
          h2 { break-after: avoid; }
          li, tr { break-inside: avoid; }
          .chip { border: 1px solid #8c959f; background: none; color: inherit; }
        }
        """;

    /// <param name="report">The report.</param>
    /// <param name="root">The address of the console with a slash at its end, for the links; null: the file has no links to it.</param>
    public async Task<string> WriteAsync(LoopReport report, string? root)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var body = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(
                new Dictionary<string, object?> { [nameof(ReportBody.Report)] = report, [nameof(ReportBody.HasLinks)] = root is not null }
            );
            return (await renderer.RenderComponentAsync<ReportBody>(parameters)).ToHtmlString();
        });
        var title = $"{report.Name}: loop report {report.Week}";
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        if (root is not null)
            html.Append("<base href=\"").Append(Encoded(root)).Append("\">\n");
        html.Append("<title>").Append(Encoded(title)).Append("</title>\n<style>\n").Append(Style).Append("</style>\n</head>\n<body>\n");
        html.Append("<h1 dir=\"auto\">Loop report: ").Append(Encoded(report.Name)).Append("</h1>\n<p class=\"muted\">");
        html.Append(Encoded($"{ReportText.Days(ReportText.WeekOf(report))} ({report.Week}, UTC)")).Append("</p>\n");
        return html.Append(body).Append("\n</body>\n</html>\n").ToString();
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
