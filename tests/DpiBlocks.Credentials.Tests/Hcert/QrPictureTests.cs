using System.Text;
using DpiBlocks.Credentials.Hcert;

namespace DpiBlocks.Credentials.Tests.Hcert;

public sealed class QrPictureTests
{
    [Fact]
    public async Task Every_picture_of_the_test_data_holds_its_text_or_cannot_be_read()
    {
        var folder = Directory.CreateTempSubdirectory("dpiblocks-");
        try
        {
            var tests = SharedFiles.FilesOf(DgcTestCase.Folder).Select(file => new DgcTestCase(file)).ToList();
            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var test in tests.Where(test => test.Picture is not null))
            {
                var file = Path.Combine(folder.FullName, $"{files.Count}.png");
                await File.WriteAllBytesAsync(file, test.Picture!, TestContext.Current.CancellationToken);
                files.Add(test.Name, file);
            }

            var read = await ZBar.ReadAsync([.. files.Values]);
            var (pictures, seen) = (0, 0);
            var wrong = new List<string>();
            foreach (var test in tests)
            {
                if (test.Expected("EXPECTEDPICTUREDECODE") is { } expected)
                {
                    seen++;
                    if (!files.TryGetValue(test.Name, out var file))
                    {
                        continue;
                    }

                    pictures++;
                    if ((read.TryGetValue(file, out var text) && text == Encoding.UTF8.GetString(test.Utf8)) != expected)
                    {
                        wrong.Add(test.Name);
                    }
                }
            }

            wrong.Should().BeEmpty();
            // 22 cases have the flag and no picture.
            (seen, pictures).Should().Be((436, 414));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Every_picture_of_the_quality_assurance_holds_a_certificate_that_is_read()
    {
        var files = SharedFiles.FilesOf("vectors/eu-dcc/qr-png", "*.png");
        var read = await ZBar.ReadAsync(files);
        var wrong = new List<string>();
        foreach (var file in files)
        {
            if (!read.TryGetValue(file, out var text) || !HcertCredential.TryParse(text, out var credential, out var refusal))
            {
                wrong.Add($"{file} {read.GetValueOrDefault(file)}");
            }
            else if (credential.Payload is null)
            {
                wrong.Add($"{file} payload");
            }
        }

        wrong.Should().BeEmpty();
        files.Should().HaveCount(86);
    }
}
