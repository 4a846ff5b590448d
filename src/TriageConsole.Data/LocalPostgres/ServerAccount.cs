using System.Globalization;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>
/// The account of the server process. PostgreSQL refuses to run as root, so root starts it as <c>postgres</c> (or <c>nobody</c>). Other
/// users start it as themselves.
/// </summary>
internal sealed record ServerAccount(string? Name, int UserId, int GroupId, string? Switcher)
{
    public static ServerAccount Self { get; } = new(null, -1, -1, null);

    public bool IsSelf => Name is null;

    public static async Task<ServerAccount> ResolveAsync(string clusterFolder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return Self;
        var accounts = await ReadAccountsAsync(cancellationToken);
        var owner = Directory.Exists(clusterFolder) ? await OwnerAsync(clusterFolder, cancellationToken) : 0;
        var account =
            accounts.FirstOrDefault(a => owner > 0 && a.UserId == owner)
            ?? accounts.FirstOrDefault(a => a.Name == "postgres")
            ?? accounts.FirstOrDefault(a => a.Name == "nobody")
            ?? throw new LocalPostgresException(
                "PostgreSQL does not run as root, and there is neither a postgres nor a nobody account to run it as. "
                    + "Start the console as an ordinary user."
            );
        return account with { Switcher = FindSwitcher() };
    }

    /// <summary>Returns the command that runs a program as this account.</summary>
    public (string File, string[] Leading) Wrap(string program)
    {
        if (IsSelf)
            return (program, []);
        return Path.GetFileName(Switcher) switch
        {
            "setpriv" => (Switcher!, [$"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--", program]),
            "runuser" => (Switcher!, ["-u", Name!, "--", program]),
            _ => (Switcher!, ["-n", "-u", Name!, "--", program]),
        };
    }

    /// <summary>Changes the owner of a folder and its content to this account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (IsSelf)
            return;
        var result = await ServerTool.RunAsync(Self, "chown", ["-R", $"{UserId}:{GroupId}", path], cancellationToken);
        if (!result.Succeeded)
            throw new LocalPostgresException($"The owner of {path} could not be changed to the account {Name}: {result.Output}");
    }

    /// <summary>Whether this account can write to the folder. A parent folder, such as the home of root, can be inaccessible.</summary>
    public async Task<bool> CanWriteAsync(string folder, CancellationToken cancellationToken) =>
        IsSelf || (await ServerTool.RunAsync(this, "/bin/sh", ["-c", "cd \"$0\" && test -w .", folder], cancellationToken)).Succeeded;

    private static string FindSwitcher() =>
        new[] { "setpriv", "runuser", "sudo" }.Select(PostgresBinaries.FindOnPath).FirstOrDefault(p => p is not null)
        ?? throw new LocalPostgresException(
            "PostgreSQL does not run as root, and none of setpriv, runuser and sudo is installed to start it as another "
                + "account. Start the console as an ordinary user."
        );

    private static async Task<List<ServerAccount>> ReadAccountsAsync(CancellationToken cancellationToken)
    {
        var lines = File.Exists("/etc/passwd") ? await File.ReadAllLinesAsync("/etc/passwd", cancellationToken) : [];
        return lines
            .Select(l => l.Split(':'))
            .Where(f => f.Length >= 4)
            .Select(f => new ServerAccount(f[0], Number(f[2]), Number(f[3]), null))
            .Where(a => a.UserId > 0)
            .ToList();
    }

    private static async Task<int> OwnerAsync(string folder, CancellationToken cancellationToken)
    {
        string[] format = OperatingSystem.IsLinux() ? ["-c", "%u"] : ["-f", "%u"];
        return Number((await ServerTool.RunAsync(Self, "stat", [.. format, folder], cancellationToken)).Output);
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
