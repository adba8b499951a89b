using System.Diagnostics;
using System.Globalization;
using System.Text;
using DpiBlocks.Cryptography.Jcs;

namespace DpiBlocks.Cryptography.Tests.Jcs;

public class JcsCultureTests
{
    private const string Invariant = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";
    private const string Input = """{"ı":1.5,"I":-1000000.25,"i":1e-7,"İ":1e21,"z":"\u0001","å":[0.000001,12345678901234567000],"ä":"\u001f"}""";
    private const string Expected = """{"I":-1000000.25,"i":1e-7,"z":"\u0001","ä":"\u001f","å":[0.000001,12345678901234567000],"İ":1e+21,"ı":1.5}""";

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    [InlineData("sv-SE")]
    [InlineData("")]
    [Attack("JSN-07")]
    public void A_culture_changes_nothing(string name)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            // The machine may know no cultures, so the test brings what matters of them along.
            var culture = Culture(name);
            culture.NumberFormat.NegativeSign = "~";
            culture.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = culture;
            JsonCanonicalizer.Default.TryCanonicalize(Encoding.UTF8.GetBytes(Input), out byte[]? canonical, out var refusal)
                .Should().BeTrue("not {0}", refusal);
            Encoding.UTF8.GetString(canonical!).Should().Be(Expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [Attack("JSN-07")]
    public async Task Nor_does_the_mode_without_cultures(string invariant)
    {
        var program = new ProcessStartInfo(Path.ChangeExtension(typeof(JcsCultureTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-method", $"{typeof(JcsCultureTests).FullName}.{nameof(A_culture_changes_nothing)}" },
            Environment = { [Invariant] = invariant },
        };
        using var process = Process.Start(program)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var said = await errors;
        if (invariant == "0" && said.Contains("ICU", StringComparison.Ordinal))
        {
            Assert.Skip("This machine has no ICU, so there is no other mode than the invariant one.");
        }

        process.ExitCode.Should().Be(0, "it said: {0}{1}", output, said);
        output.Should().Contain("Total: 7").And.Contain("Failed: 0");
    }

    private static CultureInfo Culture(string name)
    {
        try
        {
            return (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
        }
        catch (CultureNotFoundException)
        {
            return (CultureInfo)CultureInfo.InvariantCulture.Clone();
        }
    }
}
