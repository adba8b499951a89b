namespace DpiBlocks.Abstractions.Tests.Identifiers;

/// <summary>What holds for every name that is text: one rule, tried on each.</summary>
public abstract class IdentifierTests<T>(int longest)
    where T : struct, IParsable<T>, IEquatable<T>
{
    protected virtual string Shown(string text) => text;

    [Fact]
    public void Visible_ASCII_is_a_name()
    {
        var all = string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c));
        foreach (var text in all.Chunk(longest).Select(chunk => new string(chunk)).Append("x").Append(new string('x', longest)))
        {
            T.TryParse(text, null, out var id).Should().BeTrue();
            Value(id).Should().Be(text);
            id.ToString().Should().Be(Shown(text));
            T.Parse(text, null).Should().Be(id);
        }
    }

    [Fact]
    [Attack("JSN-09")]
    public void Nothing_else_is()
    {
        foreach (var text in new[] { null, "", " ", "a b", "a\n", "\ta", "a\u007f", "a\0", "é", "p\u0430ypal", "a\u200B", new string('x', longest + 1) })
        {
            T.TryParse(text, null, out var id).Should().BeFalse();
            id.Should().Be(default(T));
            FluentActions.Invoking(() => T.Parse(text!, null)).Should().Throw<FormatException>();
        }
    }

    [Fact]
    public void Names_are_compared_letter_by_letter()
    {
        T.Parse("a", null).Should().Be(T.Parse("a", null));
        T.Parse("a", null).Should().NotBe(T.Parse("A", null));
    }

    [Fact]
    public void A_name_that_was_never_given_cannot_be_read() =>
        FluentActions.Invoking(() => Value(default)).Should().Throw<InvalidOperationException>();

    protected abstract string Value(T id);
}

public sealed class TenantIdTests() : IdentifierTests<TenantId>(64)
{
    protected override string Value(TenantId id) => id.Value;
}

public sealed class PartyIdTests() : IdentifierTests<PartyId>(8192)
{
    protected override string Value(PartyId id) => id.Value;
}

public sealed class SubjectIdTests() : IdentifierTests<SubjectId>(256)
{
    [Fact]
    public void A_person_is_never_printed() => $"{SubjectId.Parse("psn-4711")}".Should().NotContain("4711");

    protected override string Shown(string text) => "subject:…";

    protected override string Value(SubjectId id) => id.Value;
}

public sealed class KeyIdTests() : IdentifierTests<KeyId>(1024)
{
    protected override string Value(KeyId id) => id.Value;
}

public sealed class PurposeCodeTests() : IdentifierTests<PurposeCode>(256)
{
    protected override string Value(PurposeCode id) => id.Value;
}

public sealed class AssuranceLevelTests() : IdentifierTests<AssuranceLevel>(256)
{
    protected override string Value(AssuranceLevel id) => id.Value;
}
