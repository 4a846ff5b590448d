using TriageConsole.Core.Evaluation;
using static TriageConsole.Core.Evaluation.EvalVerdict;

namespace TriageConsole.Core.Tests.Evaluation;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("Write to anna.b+x@mail.example.org, please.", "email:anna.b+x@mail.example.org")]
    [InlineData("Card 4111 1111 1111 1111 was charged.", "card:4111 1111 1111 1111")]
    [InlineData("Card 378282246310005 too.", "card:378282246310005")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00 please", "iban:DE89 3704 0044 0532 0130 00")]
    [InlineData("GB82WEST12345698765432", "iban:GB82WEST12345698765432")]
    [InlineData("Call +49 (0)30 901820 now", "phone:+49 (0)30 901820")]
    [InlineData("Call 555-123-4567.", "phone:555-123-4567")]
    [InlineData("Tel. 030 90 18 20 55", "phone:030 90 18 20 55")]
    [InlineData("card 4111 1111 1111 1111 12/27", "card:4111 1111 1111 1111")]
    [InlineData("card 4111-1111-1111-1111 exp 12/27 cvv 123", "card:4111-1111-1111-1111")]
    [InlineData("card 4111 1111 1111 1111 123", "card:4111 1111 1111 1111")]
    [InlineData("12/27 5555.5555.5555.4444", "card:5555.5555.5555.4444")]
    [InlineData("3782 822463 10005, 3056 930902 5904", "card:3782 822463 10005; card:3056 930902 5904")]
    [InlineData("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "card:4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    [InlineData("4111\u00A01111\u00A01111\u00A01111", "card:4111\u00A01111\u00A01111\u00A01111")]
    [InlineData("４１１１ １１１１ １１１１ １１１１", "card:４１１１ １１１１ １１１１ １１１１")]
    [InlineData("卡号4111111111111111已扣款", "card:4111111111111111")]
    [InlineData("The number is 4111111111111111.", "card:4111111111111111")]
    [InlineData("1,4111111111111111,5555555555554444,20", "card:4111111111111111; card:5555555555554444")]
    [InlineData("Nr.4111111111111111", "card:4111111111111111")]
    [InlineData("https://pay.example/x?card=4111111111111111", "card:4111111111111111")]
    [InlineData("2223003122003222 and 6011000990139424", "card:2223003122003222; card:6011000990139424")]
    [InlineData("IBAN DE89-3704-0044-0532-0130-00", "iban:DE89-3704-0044-0532-0130-00")]
    [InlineData("PL61 1090 1014 0000 0712 1981 2874 by Friday", "iban:PL61 1090 1014 0000 0712 1981 2874")]
    [InlineData("Born 12.04.1987, at 192.168.10.254, version 10.0.14.2.", "ip:192.168.10.254")]
    public void PersonalData_InText_IsFound(string text, string found) =>
        Assert.Equal(found, string.Join("; ", PersonalData.Find(text).Select(f => $"{f.Kind}:{f.Value}")));

    [Theory]
    [InlineData("Card 4111 1111 1111 1112 fails Luhn.")]
    [InlineData("DE88 3704 0044 0532 0130 00 fails mod 97.")]
    [InlineData("Order 20261120123456 and 1234567890 of 2026-11-20.")]
    [InlineData("Born 12.04.1987, version 10.0.14.2.")]
    [InlineData("[EMAIL_1] and [PHONE_2] were redacted; see RFC 2822, section 3.4.1.")]
    [InlineData("It costs 1 234 567 EUR, or 12 345 678.50.")]
    [InlineData("0000 0000 0000 0000")]
    [InlineData("a@b and user@localhost")]
    [InlineData("")]
    [InlineData("created_at 1777888200005 by job")]
    [InlineData("at 1777888200005123 and 1777888200005123456 (ns)")]
    [InlineData("lat 52.4111111111111111")]
    [InlineData("lat 52,4111111111111111")]
    [InlineData("p = .4111111111111111")]
    [InlineData("4111111111111111.25 units")]
    [InlineData("https://shop.example/orders/4111111111111111/items")]
    [InlineData("id 12345678-4111-4111-8111-411111111111")]
    [InlineData("411111111111111111111111 and a4111111111111111 and 4111111111111111b")]
    [InlineData("run 20260504093000123, 202605040930001234")]
    [InlineData("9999999999999995")]
    [InlineData("1234 5678 9012 3452")]
    public void PersonalData_SimilarText_IsNotFound(string text) => Assert.Empty(PersonalData.Find(text));

    [Fact]
    public void PersonalData_InEvidence_IsMasked()
    {
        var reading = Read.Of("pii", "", "Mail anna@example.org, card 4111111111111111.");
        Assert.Equal(Fail, reading.Verdict);
        Assert.Contains("1 email", reading.Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain("anna@example", reading.Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain("411111", reading.Evidence, StringComparison.Ordinal);
        Assert.Equal(Pass, Read.Verdict("pii", "\"kinds\":[\"iban\"]", "Mail anna@example.org"));
    }

    [Fact(Timeout = 120_000)]
    public async Task PersonalData_LargeTextOfNearMisses_IsSearchedInTime() =>
        await Task.Run(
            () =>
            {
                Assert.Empty(PersonalData.Find(string.Concat(Enumerable.Repeat("aaaaaaaaaaaaaaaaaaaaaaaaaaa.", 40_000)), ["email"]));
                PersonalData.Find(new string('1', 1_000_000));
                PersonalData.Find(string.Concat(Enumerable.Repeat("4 ", 500_000)));
                PersonalData.Find(string.Concat(Enumerable.Repeat("4111111111111111,", 60_000)));
                PersonalData.Find(string.Concat(Enumerable.Repeat("4111 1111-1111.", 60_000)));
                PersonalData.Find(string.Concat(Enumerable.Repeat("DE12 ", 200_000)));
            },
            TestContext.Current.CancellationToken
        );

    [Theory]
    [InlineData("\"terms\":[\"ass\"]", "Your passport, please.", Pass)]
    [InlineData("\"terms\":[\"guarantee\"]", "We GUARANTEE it.", Fail)]
    [InlineData("\"terms\":[\"C++\"]", "Use C++.", Fail)]
    [InlineData("\"terms\":[\"guarantee\"],\"ignore_case\":false", "We GUARANTEE it.", Pass)]
    [InlineData("\"terms\":[\"naïve\"]", "so naïve!", Fail)]
    public void BannedTerms_MatchWholeWords(string settings, string output, EvalVerdict verdict) =>
        Assert.Equal(verdict, Read.Verdict("banned_terms", settings, output));

    [Fact]
    public void BannedPatterns_MatchTheExpressions()
    {
        Assert.Equal(Fail, Read.Verdict("banned_patterns", "\"patterns\":[\"ACME-\\\\d{4}\"]", "see acme-1234"));
        Assert.Equal(Pass, Read.Verdict("banned_patterns", "\"patterns\":[\"ACME-\\\\d{4}\"]", "see acme-12"));
    }
}
