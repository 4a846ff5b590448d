using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TriageConsole.Data.Access;
using TriageConsole.Tests.Shared;
using static TriageConsole.Tests.Accounts.AppSettings;

namespace TriageConsole.Tests.Accounts;

/// <summary>How the keys that protect cookies are stored.</summary>
public sealed class KeyRingTests
{
    [Fact]
    public async Task KeyRing_WithoutProtection_WarnsAndIsPlainText()
    {
        var log = new WarningLog();
        await using var app = await TestApp.StartAsync(b => Warn(b, log));
        using var page = await app.CreateClient().GetAsync(new Uri("/account/sign-in", UriKind.Relative));
        Assert.Contains(log.Lines, l => l.Contains("DataProtection:KeyFile", StringComparison.Ordinal));
        await using var db = app.Database.CreateContext();
        Assert.Contains("requiresEncryption", (await db.DataProtectionKeys.FirstAsync()).Xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key file")]
    [InlineData("pfx")]
    [InlineData("pem")]
    public async Task KeyRing_WithProtection_HasNoPlainKeyAndEncryptsOlderOnes(string kind)
    {
        var folder = Directory.CreateTempSubdirectory("triage-keys-");
        try
        {
            var settings = Protection(kind, folder.FullName);
            var log = new WarningLog();
            await using var plain = await TestApp.StartAsync();
            var person = await plain.SignInAsync(Role.Labeler);
            await using (var db = plain.Database.CreateContext())
                Assert.Contains("requiresEncryption", (await db.DataProtectionKeys.FirstAsync()).Xml, StringComparison.Ordinal);
            // The next start encrypts the plain text keys of the first. Signed-in people stay signed in.
            await using var sealedApp = await plain.StartSiblingAsync(b =>
            {
                With(settings)(b);
                Warn(b, log);
            });
            await using (var db = plain.Database.CreateContext())
                Assert.All(
                    await db.DataProtectionKeys.ToListAsync(),
                    k => Assert.DoesNotContain("requiresEncryption", k.Xml, StringComparison.Ordinal)
                );
            Assert.DoesNotContain(log.Lines, l => l.Contains("DataProtection:", StringComparison.Ordinal));
            var client = sealedApp.CreateClient();
            client.DefaultRequestHeaders.Add("Cookie", TestApp.CookiesOf(person.Client).GetCookieHeader(plain.Address));
            using var home = await client.GetAsync(new Uri("/", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (string, string?)[] Protection(string kind, string folder)
    {
        if (kind == "key file")
        {
            File.WriteAllText(Path.Combine(folder, "ring.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            return [("DataProtection:KeyFile", Path.Combine(folder, "ring.key"))];
        }

        using var rsa = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest(
            "CN=keys",
            rsa,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        if (kind == "pfx")
        {
            File.WriteAllBytes(Path.Combine(folder, "ring.pfx"), certificate.Export(X509ContentType.Pfx, "s3cret"));
            return [("DataProtection:CertificateFile", Path.Combine(folder, "ring.pfx")), ("DataProtection:CertificatePassword", "s3cret")];
        }

        File.WriteAllText(Path.Combine(folder, "ring.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "ring.key"), rsa.ExportPkcs8PrivateKeyPem());
        return
        [
            ("DataProtection:CertificateFile", Path.Combine(folder, "ring.pem")),
            ("DataProtection:CertificateKeyFile", Path.Combine(folder, "ring.key")),
        ];
    }

    private static void Warn(WebApplicationBuilder builder, WarningLog log)
    {
        builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        builder.Logging.ClearProviders().AddProvider(log);
    }

    private sealed class WarningLog : ILoggerProvider, ILogger
    {
        private readonly List<string> lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (lines)
                    return [.. lines];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!IsEnabled(logLevel))
                return;
            lock (lines)
                lines.Add(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
