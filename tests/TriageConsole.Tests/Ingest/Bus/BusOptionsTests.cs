using Microsoft.Extensions.Configuration;
using TriageConsole.Features.Ingest.Bus;

namespace TriageConsole.Tests.Ingest.Bus;

public sealed class BusOptionsTests
{
    [Fact]
    public void Nothing_IsValid_AndOff()
    {
        var options = new BusOptions();
        Assert.False(options.RabbitMq.IsOn || options.Kafka.IsOn);
        Assert.True(new BusOptionsValidator().Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("Bus:RabbitMq:Uri", "amqp://user:secret@a:5672/,amqps://user:secret@b/", true)]
    [InlineData("Bus:RabbitMq:Uri", "user:secret@a:5672", false)]
    [InlineData("Bus:RabbitMq:Uri", "http://user:secret@a", false)]
    [InlineData("Bus:Kafka:Client:sasl_password", "secret", true)]
    [InlineData("Bus:Kafka:Client:enable_auto_commit", "true", false)]
    [InlineData("Bus:Kafka:Client:Enable.Auto.Offset.Store", "true", false)]
    [InlineData("Bus:Kafka:GroupId", " ", false)]
    [InlineData("Bus:Kafka:Topics:0:Name", "a", true)]
    [InlineData("Bus:Kafka:Topics:0:Name", "", false)]
    [InlineData("Bus:Kafka:Topics:0:DeadLetter", "triage-events", false)]
    [InlineData("Bus:RabbitMq:Prefetch", "0", false)]
    public void Setting_IsChecked_WithoutSecretsInTheMessage(string name, string value, bool isValid)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Bus:RabbitMq:Uri", "amqp://a/"), new("Bus:Kafka:BootstrapServers", "a:9092")])
            .AddInMemoryCollection([new(name, value)])
            .Build();
        var options = configuration.GetSection(BusOptions.Section).Get<BusOptions>()!;
        var result = new BusOptionsValidator().Validate(null, options);
        Assert.Equal(isValid, result.Succeeded);
        Assert.DoesNotContain("secret", result.FailureMessage ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_OfTheKafkaClient_AreRead()
    {
        var read = KafkaStatistics.Read(
            """
            {"brokers":{"a:9092/1":{"state":"UP"},"b:9092/2":{"state":"INIT"}},"cgrp":{"state":"up"},
             "topics":{"t":{"partitions":{"0":{"consumer_lag":7},"1":{"consumer_lag":3},"-1":{"consumer_lag":-1}}}}}
            """
        );
        Assert.True(read.IsConnected);
        Assert.Equal(10, read.Waiting["t"]);
        Assert.False(KafkaStatistics.Read("""{"brokers":{"a:9092/1":{"state":"DOWN"}},"cgrp":{"state":"up"}}""").IsConnected);
        Assert.False(KafkaStatistics.Read("{}").IsConnected);
    }

    [Fact]
    public void Pauses_GrowToTheLimit_AndStartAgain()
    {
        var pause = new BusPause(3);
        Assert.Equal([0.5, 1, 2, 3, 3], Enumerable.Range(0, 5).Select(_ => pause.Next().TotalSeconds));
        pause.Reset();
        Assert.Equal(0.5, pause.Next().TotalSeconds);
    }
}
