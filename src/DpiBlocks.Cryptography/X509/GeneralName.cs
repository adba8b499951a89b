using System.Formats.Asn1;

namespace DpiBlocks.Cryptography;

/// <summary>The kinds of GeneralName (RFC 5280, 4.2.1.6), by their tag numbers.</summary>
internal enum NameKind
{
    Other = 0,
    Email = 1,
    Dns = 2,
    X400 = 3,
    Directory = 4,
    EdiParty = 5,
    Uri = 6,
    Address = 7,
    RegisteredId = 8,
}

/// <summary>One alternative name, or the base of a subtree of names.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Text">The text of an e-mail address, host name or URI; otherwise empty.</param>
/// <param name="Bytes">The bytes of an IP address, with its mask in a constraint; otherwise empty.</param>
/// <param name="Directory">A directory name; otherwise null.</param>
internal sealed record GeneralName(NameKind Kind, string Text, ReadOnlyMemory<byte> Bytes, DistinguishedName? Directory)
{
    /// <summary>Reads a name; throws <see cref="AsnContentException"/> alone.</summary>
    public static GeneralName Read(AsnReader reader)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass is not TagClass.ContextSpecific || tag.TagValue > (int)NameKind.RegisteredId)
        {
            throw new AsnContentException();
        }

        var kind = (NameKind)tag.TagValue;
        switch (kind)
        {
            case NameKind.Email or NameKind.Dns or NameKind.Uri:
                return new GeneralName(kind, reader.ReadCharacterString(UniversalTagNumber.IA5String, tag), default, null);
            case NameKind.Address:
                return new GeneralName(kind, string.Empty, reader.ReadOctetString(tag), null);
            case NameKind.Directory:
                var inner = reader.ReadSequence(tag);       // explicit, since a name is a choice
                var name = DistinguishedName.Read(inner);
                inner.ThrowIfNotEmpty();
                return new GeneralName(kind, string.Empty, default, name);
            default:
                reader.ReadEncodedValue();
                return new GeneralName(kind, string.Empty, default, null);
        }
    }
}
