namespace TriageConsole.Features.Demo;

internal sealed record DemoMessage(string Role, string Content)
{
    public static DemoMessage User(string text) => new("user", text);

    public static DemoMessage Assistant(string text) => new("assistant", text);

    /// <summary>A tool call and its result, in the format of agent logs.</summary>
    public static IEnumerable<DemoMessage> Tool(string name, string arguments, string result) =>
        [new("assistant", $"[tool_call] {name}({arguments})"), new("tool", result)];
}
