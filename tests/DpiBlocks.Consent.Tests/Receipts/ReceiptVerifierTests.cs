using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using DpiBlocks.Consent.Tests.Support;
using DpiBlocks.Cryptography.Jose;

namespace DpiBlocks.Consent.Tests.Receipts;

/// <summary>Receipts and chains of them: each differs from one that stands by one thing.</summary>
public sealed class ReceiptVerifierTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData(ReceiptKind.Giving)]
    [InlineData(ReceiptKind.Refusal)]
    [InlineData(ReceiptKind.Use)]
    [InlineData(ReceiptKind.Pause)]
    [InlineData(ReceiptKind.Resumption)]
    [InlineData(ReceiptKind.Withdrawal)]
    [InlineData(ReceiptKind.Expiry)]
    [InlineData(ReceiptKind.Supersession)]
    [InlineData(ReceiptKind.Deletion)]
    public async Task Each_kind_is_signed_both_ways_and_read_again_whole(ReceiptKind kind)
    {
        var receipt = World.Receipt(kind: kind) with
        {
            Previous = Digest.Of("previous"u8),
            Decision = kind is ReceiptKind.Use ? Digest.Of("decision"u8) : null,
            Deletion = kind is ReceiptKind.Deletion ? new DeletionEvidence("account", 0, World.Now) : null,
        };
        var signed = await _world.SignAsync(receipt);
        signed.Receipt.Should().Be(receipt);
        (await _world.ReceiptVerifier.VerifyAsync(signed, World.Person, World.Now)).GetValueOrThrow().Receipt.Should().Be(receipt);
        signed.Countersignature.Should().Be(new Countersignature(signed.Hash, receipt.Counterparty, World.Now));
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("issuer", ReceiptRefusalCodes.Signature)]
    [InlineData("altered", ReceiptRefusalCodes.Signature)]
    [InlineData("counterparty", ReceiptRefusalCodes.Countersignature)]
    [InlineData("other receipt", ReceiptRefusalCodes.Countersignature)]
    [InlineData("other party", ReceiptRefusalCodes.Countersignature)]
    [InlineData("alone", ReceiptRefusalCodes.Countersignature)]
    [InlineData("subject", ReceiptRefusalCodes.Subject)]
    [InlineData("future", "validity.issued_in_future")]
    [InlineData("untrusted", "trust.not_entitled")]
    [Attack("CON-14")]
    public async Task A_receipt_that_was_altered_or_is_anothers_proves_nothing(string defect, string? code)
    {
        var good = World.Receipt();
        var receipt = defect switch
        {
            "issuer" => await _world.SignAsync(good, issuer: World.Lender.Value),
            "counterparty" => await _world.SignAsync(good, counterparty: World.Guardian.Value),
            "altered" => await AlterAsync(good),
            "other receipt" => Join(await _world.SignAsync(good with { Kind = ReceiptKind.Withdrawal }), await _world.SignAsync(good)),
            "other party" => await CountersignByAsync(good),
            "alone" => World.Parse(await SignedReceipt.SignAsync(good, _world.SignerOf(World.Bank.Value))),
            "future" => await _world.SignAsync(good with { At = World.Now.AddHours(1) }),
            _ => await _world.SignAsync(good),
        };
        _world.Trust = defect == "untrusted" ? Check.Failed(string.Empty, "trust.not_entitled", "no") : _world.Trust;
        var verdict = await _world.ReceiptVerifier.VerifyAsync(receipt, defect == "subject" ? World.Guardian : World.Person, World.Now);
        (verdict.Refusal?.Code).Should().Be(code);
        verdict.Grade.Should().Be(code is null ? Grade.Accepted : defect == "alone" ? Grade.Undetermined : Grade.Refused);
    }

    [Theory]
    [InlineData("ver", "\"dpi-consent-receipt/2\"")]
    [InlineData("id", null)]
    [InlineData("kind", "\"sale\"")]
    [InlineData("kind", "\"use\"")]
    [InlineData("kind", "\"deletion\"")]
    [InlineData("decision", "\"AAAA\"")]
    [InlineData("deletion", "{\"what\":\"account\",\"count\":1,\"at\":\"2026-05-01T12:00:00Z\"}")]
    [InlineData("counterparty", "\"https://bank.example\"")]
    [InlineData("actor", "\"https://tax.example\"")]
    [InlineData("previous", "7")]
    [InlineData("consent", "\"x\"")]
    [InlineData("at", "\"now\"")]
    public async Task Each_member_has_the_form_it_must_have(string member, string? value)
    {
        var json = JsonNode.Parse(PayloadOf(await _world.SignAsync(World.Receipt())))!.AsObject();
        (await ParseAsync(json.ToJsonString())).Should().BeNull();
        json.Remove(member);
        json[member] = value is null ? null : JsonNode.Parse(value);
        (await ParseAsync(json.ToJsonString()))!.Code.Should().Be(ReceiptRefusalCodes.Malformed);
    }

    [Fact]
    public async Task What_lacks_what_its_kind_demands_is_not_signed()
    {
        await FluentActions.Awaiting(() => _world.SignAsync(World.Receipt(kind: ReceiptKind.Use))).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => _world.SignAsync(World.Receipt(id: new string('a', 257)))).Should().ThrowAsync<ArgumentException>();
    }

    [Theory]
    [InlineData("~")]
    [InlineData("~e30.e30.AAAA")]
    [InlineData("~~")]
    public async Task What_stands_behind_the_first_signature_is_a_second_one(string tail)
    {
        var first = await SignedReceipt.SignAsync(World.Receipt(), _world.SignerOf(World.Bank.Value));
        SignedReceipt.TryParse(first, out _, out _).Should().BeTrue();
        SignedReceipt.TryParse(first.Concat(Encoding.ASCII.GetBytes(tail)).ToArray(), out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().StartWith("jose.");
    }

    [Theory]
    [InlineData("whole", null, -1)]
    [InlineData("gap", ReceiptRefusalCodes.Chain, 2)]
    [InlineData("swap", ReceiptRefusalCodes.Chain, 1)]
    [InlineData("cut at its beginning", ReceiptRefusalCodes.Chain, 0)]
    [InlineData("cut at its end", ReceiptRefusalCodes.Chain, 3)]
    [InlineData("empty", ReceiptRefusalCodes.Chain, -1)]
    [InlineData("same id", ReceiptRefusalCodes.IdCollision, 3)]
    [InlineData("other consent", ReceiptRefusalCodes.Consent, 3)]
    [InlineData("other person", ReceiptRefusalCodes.Subject, 3)]
    [InlineData("altered", ReceiptRefusalCodes.Signature, 3)]
    [Attack("CON-14")]
    public async Task A_chain_is_found_wrong_where_it_is_wrong(string defect, string? code, int index)
    {
        var last = defect switch
        {
            "same id" => World.Receipt("2"),
            "other consent" => World.Receipt("4") with { Consent = Digest.Of("other"u8) },
            "other person" => World.Receipt("4") with { Subject = World.Guardian },
            _ => World.Receipt("4"),
        };
        ImmutableArray<SignedReceipt> chain = [];
        foreach (var receipt in (ConsentReceipt[])[World.Receipt(), World.Receipt("2", ReceiptKind.Pause), World.Receipt("3", ReceiptKind.Resumption), last])
        {
            var linked = receipt with { Previous = chain.IsEmpty ? null : chain[^1].Hash };
            chain = chain.Add(await _world.SignAsync(linked, defect == "altered" && receipt == last ? World.Lender.Value : null));
        }

        var head = chain[^1].Hash;
        chain = defect switch
        {
            "gap" => chain.RemoveAt(2),
            "swap" => [chain[0], chain[2], chain[1], chain[3]],
            "cut at its beginning" => chain.RemoveAt(0),
            "cut at its end" => chain.RemoveAt(3),
            "empty" => [],
            _ => chain,
        };
        var verdict = await _world.ReceiptVerifier.VerifyChainAsync(chain, World.Person, World.Receipt().Consent, head, World.Now);
        (verdict.Refusal?.Code).Should().Be(code);
        if (code is null)
        {
            verdict.GetValueOrThrow().Head.Should().Be(head);
        }
        else if (index >= 0)
        {
            verdict.Checks.Single(check => check.Outcome is CheckOutcome.Failed).Facts[ReceiptVerifier.IndexFact].Should().Be($"{index}");
        }
    }

    [Fact]
    public async Task A_chain_is_not_longer_than_anybody_reads()
    {
        var receipt = await _world.SignAsync(World.Receipt());
        var verdict = await _world.ReceiptVerifier.VerifyChainAsync(
            [.. Enumerable.Repeat(receipt, ReceiptVerifier.MaxChain + 1)], World.Person, receipt.Receipt.Consent, head: null, World.Now);
        verdict.Refusal!.Code.Should().Be(ReceiptRefusalCodes.Chain);
    }

    private static SignedReceipt Join(SignedReceipt first, SignedReceipt second)
    {
        var (one, other) = (Encoding.ASCII.GetString(first.Bytes.Span).Split('~'), Encoding.ASCII.GetString(second.Bytes.Span).Split('~'));
        return World.Parse(Encoding.ASCII.GetBytes($"{one[0]}~{other[1]}"));
    }

    private static byte[] PayloadOf(SignedReceipt receipt)
    {
        var first = receipt.Bytes[..receipt.Bytes.Span.IndexOf((byte)'~')];
        return Jws.TryParse(first, JwsProfile.Of(SignedReceipt.Type), out var jws, out _) ? jws.Payload.ToArray() : throw new InvalidOperationException();
    }

    // Its issuer's signature under other bytes of the same form.
    private async Task<SignedReceipt> AlterAsync(ConsentReceipt receipt)
    {
        var signed = await _world.SignAsync(receipt);
        var other = await _world.SignAsync(receipt with { Kind = ReceiptKind.Withdrawal });
        var (parts, others) = (Encoding.ASCII.GetString(signed.Bytes.Span).Split('.', '~'), Encoding.ASCII.GetString(other.Bytes.Span).Split('.', '~'));
        var first = World.Parse(Encoding.ASCII.GetBytes($"{parts[0]}.{others[1]}.{parts[2]}"));
        return World.Parse(await first.CountersignAsync(World.Now, _world.SignerOf(World.Person.Value)));
    }

    // A good signature of a party that is not the one it should be of.
    private async Task<SignedReceipt> CountersignByAsync(ConsentReceipt receipt)
    {
        var first = await SignedReceipt.SignAsync(receipt, _world.SignerOf(World.Bank.Value));
        var payload = $$"""{"at":"2026-05-01T12:00:00Z","by":"{{World.Lender.Value}}","receipt":"{{World.Parse(first).Hash}}","ver":"dpi-consent-receipt/1"}""";
        var second = await Jws.SignAsync(_world.SignerOf(World.Lender.Value), JwsSigningHeader.Of(SignedReceipt.CountersignatureType), Encoding.UTF8.GetBytes(payload));
        return World.Parse((byte[])[.. first, (byte)'~', .. second]);
    }

    private async Task<Refusal?> ParseAsync(string json)
    {
        var token = await Jws.SignAsync(_world.SignerOf(World.Bank.Value), JwsSigningHeader.Of(SignedReceipt.Type), Encoding.UTF8.GetBytes(json));
        return SignedReceipt.TryParse(token, out _, out var refusal) ? null : refusal;
    }
}
