using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageConsole.Outbound;

namespace TriageConsole.Tests.Outbound;

/// <summary>Which addresses are public, and how lists of hosts are parsed.</summary>
public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::ffff:0:8.8.8.8")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::8.8.8.8")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2002:808:808::1")]
    [InlineData("2606:4700::5efe:10.0.0.1")]
    [InlineData("2606:4700::200:5efe:10.0.0.1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Address_ThatIsSpecial_IsNotPublic(string address) => Assert.False(AddressRules.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.167.255.255")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::200e")]
    public void Address_ThatIsNotSpecial_IsPublic(string address) => Assert.True(AddressRules.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("models.internal", "models.internal", "10.0.0.1", true)]
    [InlineData("Models.Internal.", "models.internal", "10.0.0.1", true)]
    [InlineData("models.internal", "models.internal.", "10.0.0.1", true)]
    [InlineData("bücher.example", "xn--bcher-kva.example", "10.0.0.1", true)]
    [InlineData("models.internal", "other.models.internal", "10.0.0.1", false)]
    [InlineData("internal", "models.internal", "10.0.0.1", false)]
    [InlineData("10.0.0.1", "models.internal", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "models.internal", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.1", "models.internal", "10.0.0.2", false)]
    [InlineData("10.0.0.0/30", "models.internal", "10.0.0.3", true)]
    [InlineData("10.0.0.0/30", "models.internal", "10.0.0.4", false)]
    [InlineData("::1", "localhost", "::1", true)]
    [InlineData("[::1]", "localhost", "::1", true)]
    [InlineData("127.0.0.1", "localhost", "::1", false)]
    [InlineData("fd00::/8", "models.internal", "fd12::1", true)]
    [InlineData("fe80::/10", "models.internal", "fe80::1%4", true)]
    public void HostList_ListsNamesAddressesAndNetworks(string entry, string host, string address, bool listed) =>
        Assert.Equal(listed, new HostList([entry]).Contains(host, IPAddress.Parse(address)));

    [Theory]
    [InlineData("Outbound:AllowedHosts:0", "https://models.example.org")]
    [InlineData("Outbound:AllowedHosts:0", "models.example.org:443")]
    [InlineData("Outbound:AllowedHosts:0", "*.example.org")]
    [InlineData("Outbound:AllowedPrivateHosts:0", "10.0.0.0/33")]
    [InlineData("Outbound:AllowedPrivateHosts:0", "")]
    [InlineData("Evaluation:AllowedHosts:0", "models.example.org")]
    public void Configuration_ThatWouldNotRestrict_IsRefused(string key, string value)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build()
        );
        services.AddOutbound();
        using var provider = services.BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<OutboundHttp>());
    }
}
