namespace DpiBlocks.Cryptography.Jose;

/// <content>A signed JWT inside an encrypted one.</content>
public sealed partial class JwtVerifier
{
    private static readonly Refusal NotNested = new(JoseRefusalCodes.NotNested, "The content of the encrypted message is not a JWT.") { Location = "cty" };

    /// <summary>Decrypts a nested JWT (RFC 7519, 7.2, step 8), then verifies the signed one in it. Never throws for any bytes.</summary>
    /// <param name="compact">The JWE, in ASCII.</param>
    /// <param name="keys">Our keys to decrypt with.</param>
    /// <param name="profile">What the JWE must look like.</param>
    /// <param name="requirements">What is demanded of the JWT in it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The verdict: that on the inner JWT, with the check <c>decryption</c> before it.</returns>
    public ValueTask<Verification<VerifiedJwt>> VerifyNestedAsync(
        ReadOnlyMemory<byte> compact,
        IReadOnlyList<DecryptionKey> keys,
        JweProfile profile,
        JwtRequirements requirements,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requirements);
        var verdict = new VerdictBuilder(policy, time.GetUtcNow());
        if (!Jwe.TryDecrypt(compact, keys, profile, out var jwe, out var refusal))
        {
            return ValueTask.FromResult(Refuse(verdict, "decryption", refusal));
        }

        // RFC 7519, 5.2: cty is JWT, so that nothing else is taken for a token.
        if (!MediaType.AreEqual(jwe.Header.ContentType, "JWT"))
        {
            return ValueTask.FromResult(Refuse(verdict, "decryption", NotNested));
        }

        verdict.Add(Check.Passed("decryption"));
        return VerifyAsync(verdict, jwe.Plaintext, requirements, cancellationToken);
    }
}
