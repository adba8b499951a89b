using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Credentials;

/// <summary>One format: how it is recognised and read. Each has a folder, and a line in <see cref="CredentialReader"/>.</summary>
internal interface ICredentialFormat
{
    /// <summary>Gets its name, one of <see cref="CredentialFormats"/>.</summary>
    string Name { get; }

    /// <summary>Says, from a look that costs next to nothing, whether the bytes mean to be of this format. Never throws.</summary>
    bool Recognizes(ReadOnlySpan<byte> data);

    /// <summary>Reads the bytes; verifies nothing. Never throws, and gives up at the format's limits.</summary>
    bool TryRead(
        ReadOnlyMemory<byte> data, [NotNullWhen(true)] out Credential? credential, [NotNullWhen(false)] out Refusal? refusal);
}
