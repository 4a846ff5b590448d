using System.ClientModel;
using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>Microsoft.Extensions.AI with OpenTelemetry sends, and its interaction is read back.</summary>
[Collection(typeof(OtlpGroup))]
public sealed class DotNetClientTests(OtlpFixture otlp)
{
    [Fact]
    public async Task ExtensionsAi_ToolCall_IsOneInteraction()
    {
        await using var chat = await ChatServer.StartAsync();
        var name = "chat-" + OtlpRequests.NewTrace();
        var trace = "";
        using (
            Sdk.CreateTracerProviderBuilder()
                .AddSource(name)
                .ConfigureResource(r => r.AddService("support-bot", serviceVersion: "2026.11.2"))
                .AddOtlpExporter(o =>
                {
                    o.Endpoint = new Uri(otlp.App.Address, "v1/traces");
                    o.Protocol = OtlpExportProtocol.HttpProtobuf;
                    o.Headers = $"Authorization=Bearer {otlp.Key}";
                })
                .Build()
        )
        {
            using var source = new ActivitySource(name);
            var openAi = new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(chat.Address) });
            using var client = openAi
                .GetChatClient("gpt-4o")
                .AsIChatClient()
                .AsBuilder()
                .UseFunctionInvocation()
                .UseOpenTelemetry(sourceName: name, configure: o => o.EnableSensitiveData = true)
                .Build();
            using var root = source.StartActivity("refund request");
            trace = root!.TraceId.ToString();
            var answer = await client.GetResponseAsync(
                [
                    new ChatMessage(ChatRole.System, "You answer questions about refunds."),
                    new ChatMessage(ChatRole.User, "Where is my refund?"),
                ],
                new ChatOptions
                {
                    Temperature = 0.2f,
                    ConversationId = "conv_1",
                    Tools = [AIFunctionFactory.Create(FindOrder, "find_order")],
                },
                TestContext.Current.CancellationToken
            );
            Assert.Equal("It was sent on Monday.", answer.Text);
        }

        var read = (await otlp.ReadAsync(trace))!;
        var row = read["interaction"]!;
        Assert.Equal(
            ("support-bot", "conv_1", "2026.11.2", "gpt-4o", "gpt-4o-2024-08-06"),
            (
                (string?)row["workflow"],
                (string?)row["task_id"],
                (string?)row["release"],
                (string?)row["model_id"],
                (string?)row["model_version"]
            )
        );
        Assert.Equal(("Where is my refund?", "It was sent on Monday."), ((string?)read["input"], (string?)read["output"]));
        Assert.Equal(["system", "user", "assistant", "tool", "assistant"], read["messages"]!.AsArray().Select(m => (string?)m!["role"]));
        Assert.Contains(read["context"]!["metadata"]!["steps"]!.AsArray(), s => (string?)s!["tool"] == "find_order");
    }

    [Description("Finds an order.")]
    private static string FindOrder(string order) => order == "A-1" ? "sent on Monday" : "unknown";
}
