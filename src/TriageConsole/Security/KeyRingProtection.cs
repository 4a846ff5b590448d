using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;
using TriageConsole.Data.Providers;

namespace TriageConsole.Security;

/// <summary>
/// Encrypts the Data Protection keys in the database, so that access to the database alone is not enough to forge cookies or read stored
/// secrets.
/// </summary>
internal static class KeyRingProtection
{
    /// <summary>Reads the options at registration, because Data Protection needs the certificate then.</summary>
    public static IServiceCollection ProtectKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(KeyRingOptions.Section).Get<KeyRingOptions>() ?? new KeyRingOptions();
        services.AddSingleton(options);
        if (options.CertificateFile.Length > 0)
            services.AddDataProtection().ProtectKeysWithCertificate(Certificate(options));
        else if (options.KeyFile.Length > 0)
        {
            var encryptor = new KeyFileEncryptor(options.KeyFile);
            services
                .AddSingleton(encryptor)
                .AddSingleton<IConfigureOptions<KeyManagementOptions>>(
                    new ConfigureOptions<KeyManagementOptions>(o => o.XmlEncryptor = encryptor)
                );
        }

        return services;
    }

    private static X509Certificate2 Certificate(KeyRingOptions options) =>
        options.CertificateKeyFile.Length > 0
            ? X509Certificate2.CreateFromPemFile(options.CertificateFile, options.CertificateKeyFile)
            : X509CertificateLoader.LoadPkcs12FromFile(options.CertificateFile, options.CertificatePassword);
}

/// <summary>Encrypts with AES-256-GCM and the key from a file.</summary>
internal sealed class KeyFileEncryptor : IXmlEncryptor
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] key;

    public KeyFileEncryptor(string path)
    {
        key = new byte[32];
        if (!Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var length) || length != key.Length)
            throw new InvalidOperationException(
                "DataProtection:KeyFile must contain 32 random bytes in base64. Create it with: openssl rand -base64 32"
            );
    }

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(
            sealedBytes.AsSpan(0, NonceLength),
            plain,
            sealedBytes.AsSpan(NonceLength + TagLength),
            sealedBytes.AsSpan(NonceLength, TagLength)
        );
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedBytes)), typeof(KeyFileDecryptor));
    }

    public XElement Decrypt(XElement element)
    {
        var sealedBytes = Convert.FromBase64String(element.Value);
        var plain = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(
            sealedBytes.AsSpan(0, NonceLength),
            sealedBytes.AsSpan(NonceLength + TagLength),
            sealedBytes.AsSpan(NonceLength, TagLength),
            plain
        );
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(plain));
    }
}

/// <summary>Data Protection creates this type by its name, which is part of each stored key. Do not rename it.</summary>
internal sealed class KeyFileDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<KeyFileEncryptor>().Decrypt(encryptedElement);
}

/// <summary>Encrypts plain-text keys of earlier starts at startup, or warns that keys are not protected.</summary>
internal sealed partial class KeyRingWarning(
    KeyRingOptions options,
    KeyRingSeal seal,
    IOptions<KeyManagementOptions> keys,
    IProviderStatements statements,
    ILogger<KeyRingWarning> logger
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.IsSet || keys.Value.XmlEncryptor is not { } encryptor)
        {
            NotProtected(logger);
            return Task.CompletedTask;
        }

        try
        {
            seal.Apply(encryptor);
        }
        catch (Exception e) when (statements.IsTransient(e))
        {
            // The next start retries.
            NotSealed(logger, e);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        12,
        LogLevel.Warning,
        "The keys of cookies and stored secrets are in the database in plain text. Set DataProtection:CertificateFile or "
            + "DataProtection:KeyFile. See docs/operating.md."
    )]
    private static partial void NotProtected(ILogger logger);

    [LoggerMessage(13, LogLevel.Warning, "Could not protect older keys: the database is unreachable")]
    private static partial void NotSealed(ILogger logger, Exception exception);
}
