using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

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
