using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Checkpoints;

public sealed class SignedNoteTests
{
    // C2SP signed-note, example of a verifier key and of the note that it verifies.
    private const string SpecificationKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private const string SpecificationNote = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    // golang.org/x/mod at fe2ec04f, sumdb/note/example_test.go: a note of two lines with two signatures.
    private const string GoKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string GoOtherKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private const string GoNote = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
        + "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    [Theory]
    [InlineData(SpecificationKey, SpecificationNote)]
    [InlineData(GoKey, GoNote)]
    [InlineData(GoOtherKey, GoNote)]
    public void Published_notes_verify_under_their_published_keys(string key, string text)
    {
        NoteKey.TryParse(key, out var read, out _).Should().BeTrue();
        read!.ToString().Should().Be(key);
        SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note, out _).Should().BeTrue();
        note!.ToUtf8().Should().Equal(Encoding.UTF8.GetBytes(text));
        NoteVerifier.Find(note, null, [read]).Should().BeNull();

        NoteVerifier.Find(note with { Text = note.Text.Replace('e', 'i') }, null, [read])!.Code.Should().Be(AuditRefusalCodes.SignatureInvalid);
        NoteVerifier.Find(note with { Signatures = [] }, null, [read])!.Code.Should().Be(AuditRefusalCodes.SignatureMissing);
    }

    // golang.org/x/mod, the private half of the key above: Ed25519 signatures are determined by key and text, so ours is the published one.
    [Fact]
    public async Task A_note_is_signed_as_published()
    {
        var seed = Convert.FromBase64String("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1..];
        NoteKey.TryParse(GoKey, out var publicKey, out _).Should().BeTrue();
        VerificationKeys.TryGetBytes(publicKey!.Key, out var x).Should().BeTrue();
        var jwk = $$"""{"kty":"OKP","crv":"Ed25519","d":"{{StrictBase64Url.Encode(seed)}}","x":"{{StrictBase64Url.Encode(x)}}"}""";
        SigningKey.TryParseJwk(Encoding.UTF8.GetBytes(jwk), out var signer, out _).Should().BeTrue();
        using (signer)
        {
            SignedNote.TryParse(Encoding.UTF8.GetBytes(GoNote), out var note, out _).Should().BeTrue();
            note!.Signatures[0].Value.ToArray().Should().Equal(await signer!.SignAsync(Encoding.UTF8.GetBytes(note.Text)));
            NoteKey.Create("PeterNeumann", signer.VerificationKey, NoteSignatureKind.Ed25519).KeyId.Should().Be(0xc74f20a3);
        }
    }

    // The same forms are refused by the tests of golang.org/x/mod, sumdb/note/note_test.go.
    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— EnochRoot")]
    [InlineData("text\n\n— EnochRoot rwz+eBzmZQ==")]
    [InlineData("text\n\n— EnochRoot rwz+eA==\n")]
    [InlineData("text\n\n— EnochRoot rwz+eB\n")]
    [InlineData("text\n\n— Enoch Root rwz+eBzmZQ==\n")]
    [InlineData("text\n\n— Enoch+Root rwz+eBzmZQ==\n")]
    [InlineData("text\n\n—  rwz+eBzmZQ==\n")]
    [InlineData("text\n\n- EnochRoot rwz+eBzmZQ==\n")]
    [InlineData("te\u0001xt\n\n— EnochRoot rwz+eBzmZQ==\n")]
    [InlineData("te\rxt\n\n— EnochRoot rwz+eBzmZQ==\n")]
    [InlineData("text\n\n— EnochRoot rwz+eBzmZQ==\nmore\n")]
    public void What_has_another_form_is_refused(string text)
    {
        SignedNote.TryParse("text\n\n— EnochRoot rwz+eBzmZQ==\n"u8, out _, out _).Should().BeTrue();
        SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(AuditRefusalCodes.NoteMalformed);
    }

    [Fact]
    public void What_is_no_text_or_has_too_many_signatures_is_refused()
    {
        SignedNote.TryParse([0xff, .. "text\n\n— EnochRoot rwz+eBzmZQ==\n"u8], out _, out _).Should().BeFalse();
        SignedNote.TryParse(Encoding.UTF8.GetBytes("text\n\n" + string.Concat(Enumerable.Repeat("— EnochRoot rwz+eBzmZQ==\n", 64))), out _, out _).Should().BeTrue();
        SignedNote.TryParse(Encoding.UTF8.GetBytes("text\n\n" + string.Concat(Enumerable.Repeat("— EnochRoot rwz+eBzmZQ==\n", 65))), out _, out _).Should().BeFalse();
        var (large, empty) = (new byte[1 << 24], Encoding.UTF8.GetBytes(new string('\n', 500_000)));
        Bounded.Run(TimeSpan.FromSeconds(1), 1 << 20, () => SignedNote.TryParse(large, out _, out _).Should().BeFalse());
        Bounded.Run(TimeSpan.FromSeconds(1), 8 << 20, () => SignedNote.TryParse(empty, out _, out _).Should().BeFalse());
    }

    [Theory]
    [InlineData("")]
    [InlineData("PeterNeumann")]
    [InlineData("PeterNeumann+c74f20a3")]
    [InlineData("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+AQ==")]
    [InlineData("PeterNeumann+c74f20a3+BRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")]
    [InlineData("rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=")]
    public void A_key_of_another_form_or_kind_is_refused(string text)
    {
        NoteKey.TryParse(GoKey, out _, out _).Should().BeTrue();
        NoteKey.TryParse(text, out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be(AuditRefusalCodes.KeyMalformed);
    }

    // github.com/transparency-dev/formats at 0b850f1a, note/note_cosigv1_test.go: the key of a witness.
    [Fact]
    public void The_published_key_of_a_witness_is_read()
    {
        const string text = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
        NoteKey.TryParse(text, out var key, out _).Should().BeTrue();
        key!.Kind.Should().Be(NoteSignatureKind.CosignatureV1);
        key.ToString().Should().Be(text);
    }

    [Fact]
    public void A_key_is_made_only_for_what_it_can_sign()
    {
        using var ed25519 = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var other = SigningKey.Generate(SignatureAlgorithm.Es256);
        NoteKey.Create("log", ed25519.VerificationKey, NoteSignatureKind.CosignatureV1).Name.Should().Be("log");
        FluentActions.Invoking(() => NoteKey.Create("log", other.VerificationKey, NoteSignatureKind.Ed25519)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NoteKey.Create("log", ed25519.VerificationKey, NoteSignatureKind.MlDsa44)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NoteKey.Create("log", ed25519.VerificationKey, NoteSignatureKind.None)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NoteKey.Create("a log", ed25519.VerificationKey, NoteSignatureKind.Ed25519)).Should().Throw<ArgumentException>();
    }
}
