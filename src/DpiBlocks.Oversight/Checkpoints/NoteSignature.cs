namespace DpiBlocks.Oversight;

/// <summary>One signature line of a note. Nothing in it is trusted.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="KeyId">The first four bytes of a hash over name and key; with the name it says which key is meant.</param>
/// <param name="Value">The signature, in the form of its kind.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Value);
