using TriageConsole.Core.Redaction;

namespace TriageConsole.Core.Tests.Redaction;

/// <summary>Numbers next to commas, hyphens and other numbers: what is found and what stays.</summary>
public sealed class NumbersInListsTests
{
    private const PersonalDataKinds Kinds = (PersonalDataKinds)((1 << 11) - 1) & ~(PersonalDataKinds.Name | PersonalDataKinds.Url);

    [Theory]
    // Values of a line of CSV.
    [InlineData("Anna,+49 30 901820,Berlin", "phone:+49 30 901820")]
    [InlineData("7,+49 30 901820,42", "phone:+49 30 901820")]
    [InlineData("Anna,555-123-4567,Rome", "phone:555-123-4567")]
    [InlineData("555-123-4567,42", "phone:555-123-4567")]
    [InlineData("42,555-123-4567,7", "phone:555-123-4567")]
    [InlineData("Smith,078-05-1120,NY", "us_ssn:078-05-1120")]
    [InlineData("12,078-05-1120,7", "us_ssn:078-05-1120")]
    [InlineData("Card: 4111111111111111,12/26,123", "card:4111111111111111")]
    [InlineData("7,4111111111111111", "card:4111111111111111")]
    [InlineData("0,4111111111111111,x", "card:4111111111111111")]
    [InlineData("7,4111111111111111,12/26", "card:4111111111111111")]
    // Escapes of JSON in a text that is not JSON.
    [InlineData("line\\n4111 1111 1111 1111", "card:4111 1111 1111 1111")]
    [InlineData("line\\n078-05-1120\\tx", "us_ssn:078-05-1120")]
    [InlineData("line\\r\\nDE89 3704 0044 0532 0130 00\\n", "iban:DE89 3704 0044 0532 0130 00")]
    [InlineData("line\\n203.0.113.9\\n", "ip:203.0.113.9")]
    [InlineData("{\"a\":\"x\\nghp_16C7e42F292c6912E7710c838347Ae178B4a\\n", "secret:ghp_16C7e42F292c6912E7710c838347Ae178B4a")]
    // Addresses.
    [InlineData("ip:2001:db8::ff00:42:8329", "ip:2001:db8::ff00:42:8329")]
    [InlineData("IPv6:2001:db8:0:0:0:ff00:42:8329", "ip:2001:db8:0:0:0:ff00:42:8329")]
    [InlineData("'ip':2001:db8::ff00:42:8329", "ip:2001:db8::ff00:42:8329")]
    [InlineData("203.0.113.9-203.0.113.20", "ip:203.0.113.9; ip:203.0.113.20")]
    [InlineData("GET /203.0.113.9 of proxy/203.0.113.9", "ip:203.0.113.9; ip:203.0.113.9")]
    [InlineData("conversion: 203.0.113.9", "ip:203.0.113.9")]
    // Phones.
    [InlineData("Tel 85 90 78 92", "phone:85 90 78 92")]
    [InlineData("06 12 34 56 78 or 06.12.34.56.78", "phone:06 12 34 56 78; phone:06.12.34.56.78")]
    [InlineData("write to 604 696 5272 12 times", "phone:604 696 5272")]
    [InlineData("bins: call 250 500 1000", "phone:250 500 1000")]
    public void PersonalData_IsFound(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("$1,234,567 and 1,234.56 and 1 234 567,89 and 12.345.678,90")]
    [InlineData("7,4111111111111112 and 0,4111111111111111 of all")]
    [InlineData("C:\\new\\readme.txt and C:\\temp\\report")]
    [InlineData("Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36")]
    [InlineData("FileVersion: 1.2.3.4, versions 1.2.3.4")]
    [InlineData("Section 4.3.2.1, chapter 4.3.2.1")]
    [InlineData("10.0.14.2-beta and 2-10.0.14.2")]
    [InlineData("12:30:45:10 and a::b")]
    [InlineData("scores 85 90 78 92")]
    [InlineData("scores 100 85 90 78 92")]
    [InlineData("[10 20 30 40 50]")]
    [InlineData("dt=2024-10-05-14")]
    [InlineData("dt=2024-10-05-14-30-00")]
    [InlineData("bins 250 500 1000")]
    [InlineData("bins 100 250 500 1000 2500")]
    [InlineData("order 604 696 5272")]
    public void SimilarText_IsNotFound(string text) => Assert.Equal("", Found(text));

    [Theory]
    [InlineData("app_version", "2.14.0.3")]
    [InlineData("version", "10.0.14.2")]
    [InlineData("appVersion", "10.0.14.2")]
    [InlineData("build", "10.0.14.2")]
    public void VersionByItsName_IsNotFound(string name, string value) => Assert.Empty(PersonalDataFinder.Find(value, Kinds, name));

    [Theory]
    [InlineData("version", "from 203.0.113.9")]
    [InlineData("client", "203.0.113.9")]
    public void AddressUnderAName_IsFound(string name, string value) =>
        Assert.Equal(PersonalDataKinds.Ip, Assert.Single(PersonalDataFinder.Find(value, Kinds, name)).Kind);

    private static string Found(string text) =>
        string.Join(
            "; ",
            PersonalDataFinder.Find(text, Kinds).Select(f => $"{KindNames.Name(f.Kind)}:{text.Substring(f.Start, f.Length)}")
        );
}
