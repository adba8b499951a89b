namespace DpiBlocks.Trust.Dids;

public class DidTests
{
    [Theory]
    [InlineData("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", "key", "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")]
    [InlineData("did:web:example.gov%3A8443:issuer", "web", "example.gov%3A8443:issuer")]
    [InlineData("did:example::a", "example", ":a")]
    [InlineData("did:e2:A.b-c_d", "e2", "A.b-c_d")]
    public void A_DID_has_a_method_and_an_id(string text, string method, string id)
    {
        Did.TryParse(text, out var did).Should().BeTrue();
        did.Method.Should().Be(method);
        did.MethodSpecificId.Should().Be(id);
        did.ToString().Should().Be(text);
        Did.Parse(text).Should().Be(did);
    }

    [Theory]
    [InlineData("")]
    [InlineData("did")]
    [InlineData("did:")]
    [InlineData("did::x")]
    [InlineData("did:key")]
    [InlineData("did:key:")]
    [InlineData("did:key:a:")]
    [InlineData("DID:key:a")]
    [InlineData("did:Key:a")]
    [InlineData("did:ke-y:a")]
    [InlineData(" did:key:a")]
    [InlineData("did:key:a ")]
    [InlineData("did:key:a\n")]
    [InlineData("\0did:key:a")]
    [InlineData("did:key:a\0")]
    [InlineData("did:key:a/path")]
    [InlineData("did:key:a?query")]
    [InlineData("did:key:a#fragment")]
    [InlineData("did:web:user@example.gov")]
    [InlineData("did:web:example.gov%")]
    [InlineData("did:web:example.gov%2")]
    [InlineData("did:web:example.gov%2g")]
    [InlineData("did:web:example.gov%g2")]
    [InlineData("did:web:ex\u00E4mple.gov")]
    [InlineData("did:web:\u0435xample.gov")]
    public void Other_text_is_none(string text)
    {
        Did.TryParse(text, out _).Should().BeFalse();
        text.Invoking(Did.Parse).Should().Throw<FormatException>();
    }

    [Fact]
    public void A_DID_has_8192_characters_at_most()
    {
        Did.TryParse("did:jwk:" + new string('a', 8184), out _).Should().BeTrue();
        Did.TryParse("did:jwk:" + new string('a', 8185), out _).Should().BeFalse();
        Did.TryParse(null, out _).Should().BeFalse();
    }

    [Fact]
    public void One_that_was_never_given_a_value_says_so() => new Did().Invoking(did => did.Value).Should().Throw<InvalidOperationException>();
}
