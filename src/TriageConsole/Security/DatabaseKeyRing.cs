using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Security;

/// <summary>
/// Stores the Data Protection keys in the database, so that all instances can read all cookies and a restart signs nobody out.
/// </summary>
internal sealed class DatabaseKeyRing(IDbContextFactory<TriageDbContext> contexts) : IXmlRepository
{
    private static readonly XNamespace Namespace = "http://schemas.asp.net/2015/03/dataProtection";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return db.DataProtectionKeys.OrderBy(k => k.Id).Select(k => k.Xml).AsEnumerable().Select(x => XElement.Parse(x)).ToList();
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.DataProtectionKeys.Add(
            new DataProtectionKey { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) }
        );
        db.SaveChanges();
    }

    /// <summary>Encrypts keys that are stored in plain text, in the format that Data Protection uses for encrypted keys.</summary>
    public void Seal(IXmlEncryptor encryptor)
    {
        using var db = contexts.CreateDbContext();
        foreach (var key in db.DataProtectionKeys.ToList())
        {
            var document = XElement.Parse(key.Xml);
            var plain = document.Descendants().Where(e => (bool?)e.Attribute(Namespace + "requiresEncryption") == true).ToList();
            if (plain.Count == 0)
                continue;
            foreach (var element in plain)
            {
                var info = encryptor.Encrypt(new XElement(element));
                element.ReplaceWith(
                    new XElement(
                        Namespace + "encryptedSecret",
                        new XAttribute("decryptorType", info.DecryptorType.AssemblyQualifiedName!),
                        info.EncryptedElement
                    )
                );
            }

            key.Xml = document.ToString(SaveOptions.DisableFormatting);
        }

        db.SaveChanges();
    }
}

internal sealed class UseDatabaseKeyRing(DatabaseKeyRing ring) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = ring;
}
