using DpiBlocks.Cryptography;

namespace DpiBlocks.Oversight.Tests.Approvals;

public sealed class ApprovalRuleTests
{
    private const string Operation = "status.mass-revoke";

    [Fact]
    public void A_rule_that_makes_no_sense_is_refused_at_once()
    {
        using var first = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var second = SigningKey.Generate(SignatureAlgorithm.Es256);
        var (one, two) = (new Overseer(PartyId.Parse("one"), first.VerificationKey), new Overseer(PartyId.Parse("two"), second.VerificationKey));
        new ApprovalRule(Operation, 2, one, two).Required.Should().Be(2);
        FluentActions.Invoking(() => new ApprovalRule(Operation, 0, one, two)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ApprovalRule(Operation, 3, one, two)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ApprovalRule("two words", 1, one)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ApprovalRule(Operation, 1, one, one with { Id = two.Id })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ApprovalRule(Operation, 1, one, two with { Id = one.Id })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ApprovalRule(Operation, 1, one) { MaxLifetime = TimeSpan.Zero }).Should().Throw<ArgumentException>();
    }
}
