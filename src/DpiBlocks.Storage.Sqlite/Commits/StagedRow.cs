using System.Collections.Immutable;
using System.Formats.Cbor;

namespace DpiBlocks.Storage.Sqlite;

/// <summary>The one row in which everything lies that was committed with a change.</summary>
/// <remarks>In CBOR: <c>[1, tenant, [[commitment, opening] …], [[id, destination, content type, content] …]]</c>.</remarks>
internal sealed record StagedRow(string Tenant, ImmutableArray<(byte[] Commitment, byte[] Opening)> Entries, ImmutableArray<StagedMessage> Messages)
{
    private const int FormatVersion = 1;

    public static byte[] Encode(TenantId tenant, Effects effects)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteInt32(FormatVersion);
        writer.WriteTextString(tenant.Value);
        writer.WriteStartArray(effects.Audit.Length);
        Span<byte> commitment = stackalloc byte[32];
        foreach (var entry in effects.Audit)
        {
            entry.Commitment.CopyTo(commitment);
            writer.WriteStartArray(2);
            writer.WriteByteString(commitment);
            writer.WriteByteString(entry.Opening.Span);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray(effects.Messages.Length);
        foreach (var message in effects.Messages)
        {
            writer.WriteStartArray(4);
            writer.WriteByteString(message.Id.ToByteArray(bigEndian: true));
            writer.WriteTextString(message.Destination.OriginalString);
            writer.WriteTextString(message.ContentType);
            writer.WriteByteString(message.Content.Span);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    public static StagedRow Decode(byte[] content)
    {
        var reader = new CborReader(content, CborConformanceMode.Canonical);
        reader.ReadStartArray();
        if (reader.ReadInt32() != FormatVersion)
        {
            throw new InvalidDataException("The staged effects are of a version that is not known here.");
        }

        var tenant = reader.ReadTextString();
        var entries = ReadList(reader, static item => (item.ReadByteString(), item.ReadByteString()));
        var messages = ReadList(reader, static item => new StagedMessage(item.ReadByteString(), item.ReadTextString(), item.ReadTextString(), item.ReadByteString()));
        return new StagedRow(tenant, entries, messages);
    }

    private static ImmutableArray<T> ReadList<T>(CborReader reader, Func<CborReader, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        reader.ReadStartArray();
        while (reader.PeekState() is not CborReaderState.EndArray)
        {
            reader.ReadStartArray();
            items.Add(read(reader));
            reader.ReadEndArray();
        }

        reader.ReadEndArray();
        return items.ToImmutable();
    }
}

/// <summary>A message as it lies in a staged row.</summary>
internal sealed record StagedMessage(byte[] Id, string Destination, string ContentType, byte[] Content);
