using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TriageConsole.Features.Notices;
using TriageConsole.Outbound;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>The addresses under which executors reach the console.</summary>
internal sealed class ConsoleAddress(IServiceProvider services, MailSender mail)
{
    /// <summary>From the same machine; null on the command line, where no server runs.</summary>
    public string? Own(string path) =>
        services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
            ? $"{OwnAddress.Of(addresses)}/{path}"
            : null;

    /// <summary>From elsewhere: <c>Notices:PublicUrl</c>, or the own address without it.</summary>
    public string? Public(string path) => mail.AddressOf(path) ?? Own(path);
}
