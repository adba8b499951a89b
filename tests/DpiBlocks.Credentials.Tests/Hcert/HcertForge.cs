using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json;
using DpiBlocks.Credentials.Hcert;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>Makes health certificates piece by piece, with any one defect, and signs them properly.</summary>
internal sealed record HcertForge
{
    /// <summary>When everything here holds.</summary>
    public static readonly DateTimeOffset At = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TestCertificate Austria = TestCertificate.Leaf("C=AT, CN=DSC 1");

    public TestCertificate Signer { get; init; } = Austria;

    public string Payload { get; init; } = DccSamples.Vaccination;

    public string? Issuer { get; init; } = "AT";

    public long? IssuedAt { get; init; } = At.AddDays(-30).ToUnixTimeSeconds();

    public long? ExpiresAt { get; init; } = At.AddDays(30).ToUnixTimeSeconds();

    public int? Algorithm { get; init; } = SignatureAlgorithm.Es256.Cose;

    public int? UnprotectedAlgorithm { get; init; }

    /// <summary>The key id of the protected header: the signer's unless set; empty for none.</summary>
    public byte[]? KeyId { get; init; }

    public byte[]? UnprotectedKeyId { get; init; }

    public ulong[] Tags { get; init; } = [18];

    /// <summary>The whole of the claim -260, where it is not the payload under the key 1.</summary>
    public Action<CborWriter>? Claim { get; init; }

    /// <summary>The value of the claim 65535, where there is one.</summary>
    public Action<CborWriter>? Status { get; init; }

    public byte[] SignerKeyId => HcertKeyId.Of(Signer.Der);

    public string Text() => HcertContainer.Pack(Message());

    public byte[] Message()
    {
        var keyId = KeyId ?? SignerKeyId;
        var header = Encode(writer => WriteHeader(writer, Algorithm, keyId.Length == 0 ? null : keyId));
        var payload = Encode(WriteClaims);
        var signed = Encode(writer =>
        {
            writer.WriteStartArray(4);
            writer.WriteTextString("Signature1");
            writer.WriteByteString(header is [0xA0] ? [] : header);
            writer.WriteByteString([]);
            writer.WriteByteString(payload);
            writer.WriteEndArray();
        });
        return Encode(writer =>
        {
            foreach (var tag in Tags)
            {
                writer.WriteTag((CborTag)tag);
            }

            writer.WriteStartArray(4);
            writer.WriteByteString(header);
            WriteHeader(writer, UnprotectedAlgorithm, UnprotectedKeyId);
            writer.WriteByteString(payload);
            writer.WriteByteString(Signer.Key.SignData(signed, HashAlgorithmName.SHA256));
            writer.WriteEndArray();
        });
    }

    /// <summary>The verdict on the text, under a trust in the signer alone unless another is given.</summary>
    public static Verification<VerifiedCredential> Judge(string text, HcertTrust? trust = null, VerificationRequest? request = null, CredentialVerifierOptions? options = null)
    {
        var verifier = (trust ?? HcertTrust.In(Austria.Der)).Verifier(options: options);
        return verifier.VerifyAsync(text, (request ?? new VerificationRequest()) with { At = request?.At ?? At }).AsTask().GetAwaiter().GetResult();
    }

    public Verification<VerifiedCredential> Judge(HcertTrust? trust = null, VerificationRequest? request = null, CredentialVerifierOptions? options = null) =>
        Judge(Text(), trust ?? HcertTrust.In(Signer.Der), request, options);

    public void MustPass(HcertTrust? trust = null)
    {
        var verdict = Judge(trust);
        verdict.Refusal.Should().BeNull();
        verdict.Grade.Should().Be(Grade.Accepted);
    }

    public void MustFail(string code, HcertTrust? trust = null)
    {
        var verdict = Judge(trust);
        verdict.IsAccepted.Should().BeFalse();
        verdict.Refusal!.Code.Should().Be(code);
    }

    private static byte[] Encode(Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        write(writer);
        return writer.Encode();
    }

    private static void WriteHeader(CborWriter writer, int? algorithm, byte[]? keyId)
    {
        writer.WriteStartMap(null);
        if (algorithm is { } number)
        {
            writer.WriteInt32(1);
            writer.WriteInt32(number);
        }

        if (keyId is not null)
        {
            writer.WriteInt32(4);
            writer.WriteByteString(keyId);
        }

        writer.WriteEndMap();
    }

    private void WriteClaims(CborWriter writer)
    {
        writer.WriteStartMap(null);
        if (Issuer is not null)
        {
            writer.WriteInt32(1);
            writer.WriteTextString(Issuer);
        }

        if (ExpiresAt is { } expires)
        {
            writer.WriteInt32(4);
            writer.WriteInt64(expires);
        }

        if (IssuedAt is { } issued)
        {
            writer.WriteInt32(6);
            writer.WriteInt64(issued);
        }

        writer.WriteInt32(-260);
        (Claim ?? WritePayload)(writer);
        if (Status is not null)
        {
            writer.WriteInt32(65535);
            Status(writer);
        }

        writer.WriteEndMap();
    }

    private void WritePayload(CborWriter writer)
    {
        writer.WriteStartMap(1);
        writer.WriteInt32(1);
        HcertJson.WriteTo(writer, JsonElement.Parse(Payload));
        writer.WriteEndMap();
    }
}
