namespace TriageConsole.Security;

/// <summary>
/// The protection of the keys of cookies and stored secrets in the database (section <c>DataProtection</c>): a certificate or a key file.
/// </summary>
public sealed class KeyRingOptions
{
    public const string Section = "DataProtection";

    /// <summary>The file of a certificate with its private key: PKCS #12, or PEM with <see cref="CertificateKeyFile"/>.</summary>
    public string CertificateFile { get; set; } = "";

    public string CertificatePassword { get; set; } = "";

    public string CertificateKeyFile { get; set; } = "";

    /// <summary>The path of a file with 32 random bytes in base64. It must be the same on all instances.</summary>
    public string KeyFile { get; set; } = "";

    public bool IsSet => CertificateFile.Length > 0 || KeyFile.Length > 0;
}
