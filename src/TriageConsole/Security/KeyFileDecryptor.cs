using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace TriageConsole.Security;

/// <summary>Data Protection creates this type by its name, which is part of each stored key. Do not rename it.</summary>
internal sealed class KeyFileDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<KeyFileEncryptor>().Decrypt(encryptedElement);
}
