using TriageConsole.Components.Conversations;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Labels;

/// <summary>The text that the spans and corrections of a label refer to.</summary>
public static class JudgedText
{
    public static string Of(InteractionPayload? payload) =>
        Of(payload?.Output, payload?.Output is null ? ConversationReader.Read(payload?.Messages, payload?.Input) : []);

    internal static string Of(string? output, IReadOnlyList<Turn> turns) =>
        output ?? turns.LastOrDefault(t => t.Role == "assistant" && t.Content.Length > 0)?.Content ?? "";
}
