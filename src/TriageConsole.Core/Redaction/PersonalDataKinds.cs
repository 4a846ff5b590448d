namespace TriageConsole.Core.Redaction;

/// <summary>Kinds of personal data and secrets that are found in texts.</summary>
[Flags]
public enum PersonalDataKinds
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary>E-mail address.</summary>
    Email = 1,

    /// <summary>Phone or fax number.</summary>
    Phone = 1 << 1,

    /// <summary>Payment card number.</summary>
    Card = 1 << 2,

    /// <summary>International bank account number.</summary>
    Iban = 1 << 3,

    /// <summary>IP address, version 4 or 6.</summary>
    Ip = 1 << 4,

    /// <summary>Social security number or taxpayer number of the United States.</summary>
    UsSsn = 1 << 5,

    /// <summary>Identity, tax, health, passport or licence number of a person.</summary>
    NationalId = 1 << 6,

    /// <summary>Access token, key or password.</summary>
    Secret = 1 << 7,

    /// <summary>Postal address, where a pattern holds.</summary>
    Address = 1 << 8,

    /// <summary>URL or domain name.</summary>
    Url = 1 << 9,

    /// <summary>Name of a person after a title or an introduction.</summary>
    Name = 1 << 10,

    /// <summary>A pattern of the tenant.</summary>
    Pattern = 1 << 11,
}
