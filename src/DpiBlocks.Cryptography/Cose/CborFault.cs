namespace DpiBlocks.Cryptography.Cose;

/// <summary>What <see cref="CborTreeReader"/> found wrong.</summary>
internal enum CborFault
{
    None,
    Malformed,
    TooDeep,
    TooLarge,
    DuplicateKey,
    TrailingData,
}
