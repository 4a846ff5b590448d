using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using TriageConsole.Data.Providers;

namespace TriageConsole.Security;

/// <summary>Encrypts plain-text keys of earlier starts at startup, or warns that keys are not protected.</summary>
internal sealed partial class KeyRingStartupCheck(
    KeyRingOptions options,
    KeyRingEncryption seal,
    IOptions<KeyManagementOptions> keys,
    IProviderStatements statements,
    ILogger<KeyRingStartupCheck> logger
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
