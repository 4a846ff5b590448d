using TriageConsole.Core.Retraining;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Retraining;

namespace TriageConsole.Tests.Retraining;

/// <summary>A wrong executor stops the start of the console, with the name of the setting.</summary>
public sealed class RetrainingOptionsTests
{
    [Theory]
    [InlineData(ExecutorKind.Command, "fixer", null, "", "", "e:Program must be a full path.")]
    [InlineData(ExecutorKind.Command, "/bin/true", null, "", "", null)]
    [InlineData(ExecutorKind.Webhook, "", "ftp://host/x", "0123456789abcdef", "", "e:Url must start with http:// or https://.")]
    [InlineData(ExecutorKind.Webhook, "", "https://host/x", "short", "", "e:Secret must have at least 16 characters.")]
    [InlineData(ExecutorKind.Webhook, "", "https://host/x", "0123456789abcdef", "", null)]
    [InlineData(ExecutorKind.FineTuning, "", null, "", "m", "e:BaseUrl must start with http:// or https://.")]
    [InlineData(ExecutorKind.FineTuning, "", "https://host/v1", "", "", "e:Model is missing.")]
    [InlineData(ExecutorKind.FineTuning, "", "https://host/v1", "", "m", null)]
    [InlineData((ExecutorKind)9, "", null, "", "", "e: a kind is not known.")]
    public void Executor_MustBeComplete(ExecutorKind kind, string program, string? url, string secret, string model, string? expected)
    {
        var address = url is null ? null : new Uri(url);
        var options = new RetrainingOptions();
        options.Executors["e"] = new ExecutorOptions
        {
            Kind = kind,
            Program = program,
            Url = address,
            BaseUrl = address,
            Secret = secret,
            Model = model,
        };
        Assert.Equal(
            expected is null ? null : $"Retraining:Executors:{expected}",
            new RetrainingOptionsCheck().Validate(null, options).FailureMessage
        );
    }

    [Fact]
    public void Repairs_HaveADefaultPerKind()
    {
        Assert.True(new ExecutorOptions().Can(RepairKind.Prompt));
        Assert.False(new ExecutorOptions().Can(RepairKind.FineTune));
        Assert.True(new ExecutorOptions { Kind = ExecutorKind.FineTuning }.Can(RepairKind.FineTune));
        Assert.False(new ExecutorOptions { Kind = ExecutorKind.FineTuning }.Can(RepairKind.Prompt));
        Assert.True(new ExecutorOptions { Repairs = { RepairKind.Retrieval } }.Can(RepairKind.Retrieval));
    }
}
