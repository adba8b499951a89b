namespace DpiBlocks.Cryptography.Tests.Encodings;

public class StrictBase64Tests
{
    // RFC 4648, 10; and each with one defect.
    [Theory]
    [InlineData("Zm9v", "Zm9v    ")]           // white space
    [InlineData("Zm9v", "Zm9v\r\n\r\n")]
    [InlineData("Zm9vYg==", "Zm9v\nYg=")]
    [InlineData("Zm9vYg==", "Zm9vYg")]         // no padding, or another
    [InlineData("Zm9vYg==", "Zm9vYg=")]
    [InlineData("Zm9vYg==", "Zm9vYg===")]
    [InlineData("Zm9v", "Zm9v====")]
    [InlineData("Zm9vYg==", "Zm9vYh==")]       // bits left over
    [InlineData("++//", "--__")]               // the other alphabet
    [InlineData("Zm9v", "Zm9\u0100")]
    public void A_second_text_for_the_same_bytes_is_refused(string good, string bad)
    {
        StrictBase64.TryDecode(good, out var bytes).Should().BeTrue();
        Convert.ToBase64String(bytes!).Should().Be(good);
        StrictBase64.TryDecode(bad, out bytes).Should().BeFalse();
        bytes.Should().BeNull();
    }
}
