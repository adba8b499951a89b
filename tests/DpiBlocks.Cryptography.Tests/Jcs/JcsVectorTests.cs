using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DpiBlocks.Cryptography.Jcs;

namespace DpiBlocks.Cryptography.Tests.Jcs;

public class JcsVectorTests
{
    [Fact]
    public void The_published_documents_have_the_published_bytes()
    {
        var seen = 0;
        foreach (var file in SharedFiles.FilesOf("vectors/jcs/input"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            JsonCanonicalizer.Default.TryCanonicalize(File.ReadAllBytes(file), out var canonical, out var refusal)
                .Should().BeTrue("{0} gave {1}", name, refusal);
            canonical.Should().Equal(File.ReadAllBytes(SharedFiles.PathOf($"vectors/jcs/output/{name}.json")), name);
            var hex = File.ReadAllText(SharedFiles.PathOf($"vectors/jcs/outhex/{name}.txt"));
            canonical.Should().Equal(Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit))), name);
            seen++;
        }

        seen.Should().Be(6);
    }

    [Fact]
    [Attack("JSN-05")]
    public void The_published_numbers_have_the_published_texts()
    {
        var seen = 0;
        Span<byte> text = stackalloc byte[JcsNumber.MaxLength];
        foreach (var line in File.ReadLines(SharedFiles.PathOf("vectors/jcs/es6-numbers-10k.txt")))
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            var bits = ulong.Parse(line.AsSpan(0, comma), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            var expected = line[(comma + 1)..];
            var length = JcsNumber.Format(BitConverter.UInt64BitsToDouble(bits), text);
            Encoding.ASCII.GetString(text[..length]).Should().Be(expected);

            // And what is written is read again, and written the same.
            JsonCanonicalizer.Default.TryCanonicalize(Encoding.ASCII.GetBytes(expected), out var again, out _).Should().BeTrue(expected);
            Encoding.ASCII.GetString(again!).Should().Be(expected);
            seen++;
        }

        seen.Should().Be(10_000);
    }
}
