using System.Diagnostics;
using System.Xml.Linq;

namespace DpiBlocks.Credentials.Tests.Hcert;

/// <summary>Reads QR codes with <c>zbarimg</c> of Debian's <c>zbar-tools</c>; the test is skipped when it is not installed.</summary>
internal static class ZBar
{
    /// <summary>The texts of the QR codes in the pictures, by file; a picture in which none is found has none.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(IReadOnlyList<string> files)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in files.Chunk(50))
        {
            // It gives up at the first file that is no picture; the others are then read one by one.
            if (!await TryReadAsync(found, some))
            {
                foreach (var one in some)
                {
                    await TryReadAsync(found, [one]);
                }
            }
        }

        return found;
    }

    private static async Task<bool> TryReadAsync(Dictionary<string, string> found, string[] files)
    {
        var start = new ProcessStartInfo("zbarimg", ["--quiet", "--xml", "-Sdisable", "-Sqrcode.enable", .. files])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            await errors;
            var xml = await output;
            if (process.ExitCode is not (0 or 4))      // 4: some without a code
            {
                return false;
            }

            Add(found, XDocument.Parse(xml));
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("zbarimg is not here: install the package zbar-tools to read pictures of QR codes.");
            return false;
        }
    }

    private static void Add(Dictionary<string, string> found, XDocument xml)
    {
        foreach (var source in xml.Descendants().Where(element => element.Name.LocalName == "source"))
        {
            var data = source.Descendants().FirstOrDefault(element => element.Name.LocalName == "data");
            if (data is not null)
            {
                found[source.Attribute("href")!.Value] = data.Value;
            }
        }
    }
}
