using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;

namespace TriageConsole.Security;

/// <summary>Encrypts keys that an earlier start stored in plain text.</summary>
internal sealed class KeyRingEncryption(IDbContextFactory<TriageDbContext> contexts)
{
    private static readonly XNamespace Namespace = "http://schemas.asp.net/2015/03/dataProtection";

    /// <summary>Uses the format in which Data Protection stores encrypted keys.</summary>
    public void Apply(IXmlEncryptor encryptor)
    {
        using var db = contexts.CreateDbContext();
        foreach (var key in db.DataProtectionKeys.ToList())
        {
            var document = XElement.Parse(key.Xml!);
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
