using DpiBlocks.Credentials.Hcert;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>The cases of ehn-dcc-schema: the model by hand must agree with the schema.</summary>
public sealed class DccSchemaVectorTests
{
    [Theory]
    [InlineData("vectors/eu-dcc/schema/test/valid", 13, true)]
    [InlineData("vectors/eu-dcc/schema/test/invalid", 6, false)]
    [InlineData("vectors/eu-dcc/schema/examples", 27, true)]
    public void The_model_agrees_with_the_schema(string folder, int count, bool valid)
    {
        var files = SharedFiles.FilesOf(folder);
        files.Should().HaveCount(count);
        foreach (var file in files)
        {
            DccPayload.TryParse(File.ReadAllBytes(file), out _, out var refusal).Should().Be(valid, "{0}: {1}", file, refusal);
            if (!valid)
            {
                refusal!.Code.Should().Be(HcertRefusalCodes.Payload);
            }
        }
    }
}
