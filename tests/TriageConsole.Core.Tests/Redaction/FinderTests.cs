using TriageConsole.Core.Redaction;

namespace TriageConsole.Core.Tests.Redaction;

public sealed class FinderTests
{
    private const PersonalDataKinds All = (PersonalDataKinds)((1 << 11) - 1) & ~PersonalDataKinds.Name;

    [Theory]
    // E-mail, with characters that hide or replace its parts.
    [InlineData("a\u200Bn\u200Dna@exa\u2060mple.org", "email:a\u200Bn\u200Dna@exa\u2060mple.org")]
    [InlineData("\u202Eanna@example.org\u202C now", "email:anna@example.org\u202C")]
    [InlineData("ａｎｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "email:ａｎｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ")]
    [InlineData("?mail=anna%40example.org&x=1", "email:anna%40example.org")]
    [InlineData("anna&#64;example.org, anna&#x40;example.org", "email:anna&#64;example.org; email:anna&#x40;example.org")]
    [InlineData("an anna\\u0040example.org", "email:anna\\u0040example.org")]
    [InlineData("line\\nanna@example.org", "email:anna@example.org")]
    [InlineData("jörg.müller@köln.example", "email:jörg.müller@köln.example")]
    [InlineData("邮箱anna@example.org吗", "email:anna@example.org")]
    [InlineData("O'Brien <o'brien@example.co.uk>.", "email:o'brien@example.co.uk")]
    // Cards.
    [InlineData("card=4111+1111+1111+1111", "card:4111+1111+1111+1111")]
    [InlineData("my card 630427373398", "card:630427373398")]
    [InlineData("4111\u200B1111\u200B1111\u200B1111", "card:4111\u200B1111\u200B1111\u200B1111")]
    [InlineData("٤١١١ ١١١١ ١١١١ ١١١١", "card:٤١١١ ١١١١ ١١١١ ١١١١")]
    // IBAN in lower case, with leading zeros in its check digits.
    [InlineData("my iban is gb82west12345698765432.", "iban:gb82west12345698765432")]
    [InlineData("IBAN: FR14 2004 1010 0505 0001 3M02 606, please", "iban:FR14 2004 1010 0505 0001 3M02 606")]
    // Phones.
    [InlineData("Fax: 9498777106", "phone:9498777106")]
    [InlineData("Phone:\n467 3395", "phone:467 3395")]
    [InlineData("call (72) 754-186", "phone:(72) 754-186")]
    [InlineData("+1-604-696-5272x565", "phone:+1-604-696-5272x565")]
    [InlineData("００４９ ３０ ９０１８２０", "phone:００４９ ３０ ９０１８２０")]
    [InlineData("{\"phoneNumber\":\"5551234567\"}", "phone:5551234567")]
    // IP addresses.
    [InlineData("from 203.0.113.9:443 and 2001:db8::ff00:42:8329", "ip:203.0.113.9; ip:2001:db8::ff00:42:8329")]
    [InlineData("[fe80::1%eth0] ::ffff:203.0.113.9", "ip:fe80::1; ip:::ffff:203.0.113.9")]
    // National numbers: check digits, letter case, zeros in front.
    [InlineData("ssn 078-05-1120", "us_ssn:078-05-1120")]
    [InlineData("SSN: 123456789", "us_ssn:123456789")]
    [InlineData("DNI 12345678z", "national_id:12345678z")]
    [InlineData("NIF 1234567L", "national_id:1234567L")]
    [InlineData("NIE x1234567l", "national_id:x1234567l")]
    [InlineData("rssmra85t10a562s", "national_id:rssmra85t10a562s")]
    [InlineData("CPF 529.982.247-25", "national_id:529.982.247-25")]
    [InlineData("PESEL 44051401359", "national_id:44051401359")]
    [InlineData("Steuer-ID 86095742719", "national_id:86095742719")]
    [InlineData("BSN 111222333", "national_id:111222333")]
    [InlineData("HETU 131052-308T", "national_id:131052-308T")]
    [InlineData("811228-9874", "national_id:811228-9874")]
    [InlineData("NHS number 943 476 5919", "national_id:943 476 5919")]
    [InlineData("NI AB 12 34 56 C", "national_id:AB 12 34 56 C")]
    [InlineData("NRIC S1234567D", "national_id:S1234567D")]
    [InlineData("11010519491231002x", "national_id:11010519491231002x")]
    [InlineData("My driver's license number is F162823540116", "national_id:F162823540116")]
    // Secrets.
    [InlineData("use ghp_16C7e42F292c6912E7710c838347Ae178B4a now", "secret:ghp_16C7e42F292c6912E7710c838347Ae178B4a")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "secret:AKIAIOSFODNN7EXAMPLE")]
    [InlineData("Authorization: Bearer 9f86d081884c7d659a2feaa0c55ad015", "secret:9f86d081884c7d659a2feaa0c55ad015")]
    [InlineData("password: hunter2!x", "secret:hunter2!x")]
    [InlineData("{\\\"password\\\":\\\"hunter2!x\\\"}", "secret:hunter2!x")]
    [InlineData("postgres://app:s3cr3t@db.internal/x", "secret:app:s3cr3t")]
    [InlineData(
        "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY----- end",
        "secret:-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----"
    )]
    // Addresses.
    [InlineData("to 14 Crown Street, Suite 321", "address:14 Crown Street, Suite 321")]
    [InlineData("P.O. Box 1234", "address:Box 1234")]
    [InlineData("Brucker Bundesstraße 31, Wien", "address:Bundesstraße 31")]
    public void PersonalData_IsFound(string text, string expected) => Assert.Equal(expected, Found(text, All & ~PersonalDataKinds.Url));

    [Theory]
    [InlineData("Order 1234567890, item 9523456873, invoice 2024-000123.")]
    [InlineData("2000-04-16 11:34:35, 12/27/2026, 16.04.2000")]
    [InlineData("version 10.0.14.2 of 0.0.0.0 and 127.0.0.1 and 999.1.1.1")]
    [InlineData("ssn 000-12-3456, 666-12-3456, 123-00-4567, 123-45-0000")]
    [InlineData("DNI 12345678A")]
    [InlineData("sk-learn-style-pipeline-for-text-classification and task-sk-1")]
    [InlineData("password: please, the password is required")]
    [InlineData("output_tokens: 1234567890, token count 20")]
    [InlineData("icon@2x.png, @langfuse/otel, react@18.2.0, a@b")]
    [InlineData("std::cout << a::b; 12:30:45 and 1:2:3")]
    [InlineData("It costs 1 234 567 EUR, $1,234,567.00 or 12 345 678.50.")]
    [InlineData("pages 123-145, ISBN 978-3-16-148410-0, DOI 10.1000/182")]
    [InlineData("uuid 550e8400-e29b-41d4-a716-446655440000 and 12345678-4111-4111-8111-411111111111")]
    [InlineData("sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("lat 52.4111111111111111, 0.123456789012")]
    [InlineData("#W1234567 and SKU-12-345-678")]
    [InlineData("[EMAIL_1] [PHONE_12] [US_SSN_3]")]
    public void SimilarText_IsNotFound(string text) => Assert.Equal("", Found(text, All & ~PersonalDataKinds.Url));

    [Theory]
    [InlineData(
        "see https://www.UEarly.se/ and www.example.org, or shop.example.com/x?y=1.",
        "url:https://www.UEarly.se/; url:www.example.org; url:shop.example.com/x?y=1"
    )]
    [InlineData("System.IO and file.cs, 1.5 and e.g. this", "")]
    public void Urls_AreFound_OnRequest(string text, string expected) => Assert.Equal(expected, Found(text, PersonalDataKinds.Url));

    [Theory]
    [InlineData("My name is Anna Berg. Dear Dr. Cettina Fanucci,", "name:Anna Berg; name:Cettina Fanucci")]
    public void Names_AreFound_OnRequest(string text, string expected) => Assert.Equal(expected, Found(text, PersonalDataKinds.Name));

    [Fact]
    public void NameOfProperty_IsContext() =>
        Assert.Equal(PersonalDataKinds.Phone, Assert.Single(PersonalDataFinder.Find("9498777106", All, "faxNumber")).Kind);

    [Theory]
    [InlineData("1")]
    [InlineData("4 ")]
    [InlineData("4111 1111-1111.")]
    [InlineData("DE12 ")]
    [InlineData("a@")]
    [InlineData("a.b@c.")]
    [InlineData("eyJ.")]
    [InlineData("token=")]
    [InlineData("password:")]
    [InlineData("https://a:")]
    [InlineData("-----BEGIN KEY")]
    [InlineData("::")]
    [InlineData("1:a:")]
    [InlineData("Street ")]
    [InlineData("(0)")]
    [InlineData("%40\\u0040&#64;+")]
    [InlineData("?a=b+")]
    [InlineData("x.com.")]
    [InlineData("Mr. A")]
    public async Task LargeTexts_TakeLinearTime(string part)
    {
        // A quadratic search of a million characters would take many minutes.
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var search = Task.Run(
            () => PersonalDataFinder.Find(text, (PersonalDataKinds)((1 << 11) - 1)),
            TestContext.Current.CancellationToken
        );
        await search.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    /// <summary>Any text can be searched and redacted; what was found is inside the text, in order, and is not found again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyText_IsSearched(int seed)
    {
        string[] pieces =
        [
            "0",
            "1",
            "00",
            "411",
            "4111",
            "555",
            "123",
            "67",
            "2026",
            "12345678",
            "4111111111111111",
            " ",
            "-",
            ".",
            "/",
            "(",
            ")",
            "+",
            ",",
            ":",
            "@",
            "x",
            "ext.",
            "a",
            "Z",
            "%40",
            "\\u0040",
            "&#64;",
            "\u200B",
            "\uD83D\uDE00",
            "\uD83D",
            "é",
            "中",
            "４",
            "phone ",
            "card ",
            "ssn ",
            "password: ",
            "token=",
            "sk-",
            "ghp_",
            "eyJ",
            "://",
            "www.",
            ".com",
            "Street",
            " St ",
            "DE89",
            "::",
            "fe80",
            "\n",
            "\"",
            "{",
            "}",
            "[",
            "]",
            "\\",
            "X",
            "T",
            "?a=",
            "&b=",
        ];
        var random = new Random(seed);
        for (var n = 0; n < 30_000; n++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var last = 0;
            foreach (var finding in PersonalDataFinder.Find(text, (PersonalDataKinds)((1 << 11) - 1)))
            {
                Assert.True(finding.Start >= last && finding.Length > 0 && finding.End <= text.Length, text);
                last = finding.End;
            }

            new TextRedactor(RedactionPolicy.Standard, new SessionPlaceholders()).Json(text);
        }
    }

    private static string Found(string text, PersonalDataKinds kinds) =>
        string.Join(
            "; ",
            PersonalDataFinder.Find(text, kinds).Select(f => $"{KindNames.Name(f.Kind)}:{text.Substring(f.Start, f.Length)}")
        );
}
