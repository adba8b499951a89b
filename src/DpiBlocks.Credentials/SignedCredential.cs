using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials;

/// <summary>What the issuer has signed, and the matter of which the trust policy is asked: the credential's type.</summary>
internal readonly record struct SignedCredential(SignedMessage Message, string Matter);
