using System.Globalization;
using CsCheck;

namespace DpiBlocks.Abstractions.Tests.Time;

public sealed class Rfc3339Tests
{
    // The examples of RFC 3339, 5.8, but for the two leap seconds.
    [Theory]
    [InlineData("1985-04-12T23:20:50.52Z", "1985-04-12 23:20:50.5200000", 0)]
    [InlineData("1996-12-19T16:39:57-08:00", "1996-12-19 16:39:57.0000000", -480)]
    [InlineData("1937-01-01T12:00:27.87+00:20", "1937-01-01 12:00:27.8700000", 20)]
    [InlineData("2024-02-29T23:59:59z", "2024-02-29 23:59:59.0000000", 0)]
    [InlineData("2026-06-01t00:00:00-00:00", "2026-06-01 00:00:00.0000000", 0)]
    [InlineData("2026-06-01T00:00:00+14:00", "2026-06-01 00:00:00.0000000", 840)]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01 00:00:00.0000000", 0)]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31 23:59:59.9999999", 0)]
    [InlineData("2026-06-01T00:00:00.123456789123Z", "2026-06-01 00:00:00.1234567", 0)]
    public void A_time_is_read_with_its_offset(string text, string local, int offsetMinutes)
    {
        Rfc3339.TryParse(text, out var time, out var refusal).Should().BeTrue();
        refusal.Should().BeNull();
        time.DateTime.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture).Should().Be(local);
        time.Offset.Should().Be(TimeSpan.FromMinutes(offsetMinutes));
    }

    [Theory]
    [Attack("JSN-10")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("2026-00-10T00:00:00Z")]
    [InlineData("2026-13-10T00:00:00Z")]
    [InlineData("2026-06-00T00:00:00Z")]
    [InlineData("0000-06-01T00:00:00Z")]
    [InlineData("2026-06-01T24:00:00Z")]
    [InlineData("2026-06-01T23:60:00Z")]
    [InlineData("2026-06-30T23:59:60Z")]
    [InlineData("1990-12-31T23:59:60Z")]
    [InlineData("2026-06-01T00:00:00")]
    [InlineData("2026-06-01T00:00:00.5")]
    [InlineData("2026-06-01T00:00:00+24:00")]
    [InlineData("2026-06-01T00:00:00+15:00")]
    [InlineData("2026-06-01T00:00:00+14:01")]
    [InlineData("2026-06-01T00:00:00+01:60")]
    [InlineData("2026-06-01T00:00:00+0100")]
    [InlineData("2026-06-01T00:00:00+01")]
    [InlineData("2026-06-01T00:00:00 01:00")]
    [InlineData("2026-06-01T00:00:00ZZ")]
    [InlineData("2026-06-01T00:00:00Z ")]
    [InlineData(" 2026-06-01T00:00:00Z")]
    [InlineData("12026-06-01T00:00:00Z")]
    [InlineData("+2026-06-01T00:00:00Z")]
    [InlineData("-026-06-01T00:00:00Z")]
    [InlineData("11/12/2026 00:00:00Z")]
    [InlineData("11.12.2026T00:00:00Z")]
    [InlineData("Mon, 01 Jun 2026 00:00:00 GMT")]
    [InlineData("2026-06-01 00:00:00Z")]
    [InlineData("2026/06-01T00:00:00Z")]
    [InlineData("2026-06/01T00:00:00Z")]
    [InlineData("2026-06-01T00.00:00Z")]
    [InlineData("2026-06-01T00:00.00Z")]
    [InlineData("2026-06-01T00:00:00+01.00")]
    [InlineData("2026-06-01T00:00Z")]
    [InlineData("2026-06-01T00:00:00.Z")]
    [InlineData("2026-06-01T00:00:00,5Z")]
    [InlineData("2026-06-01T00:00:0\u0661Z")]
    [InlineData("202\u0666-06-01T00:00:00Z")]
    [InlineData("\u0662\u0660\u0662\u0666-06-01T00:00:00Z")]
    [InlineData("2026-06-01T00:00:00.\u0665Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("2026-06-01")]
    [InlineData("")]
    public void What_is_no_time_of_RFC_3339_is_malformed(string text)
    {
        Rfc3339.TryParse(text, out var time, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be("time.malformed");
        time.Should().Be(default);
    }

    [Fact]
    [Attack("JSN-10")]
    public void A_fraction_without_end_is_malformed()
    {
        Rfc3339.TryParse($"2026-06-01T00:00:00.{new string('1', 43)}Z", out _, out _).Should().BeTrue();
        Rfc3339.TryParse($"2026-06-01T00:00:00.{new string('1', 44)}Z", out _, out var refusal).Should().BeFalse();
        refusal!.Code.Should().Be("time.malformed");
    }

    [Theory]
    [Attack("JSN-10")]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-02-29", false)]
    [InlineData("2026-2-28", false)]
    [InlineData("2026-02-28Z", false)]
    [InlineData("28-02-2026", false)]
    [InlineData("2026-02", false)]
    [InlineData("2026-02-2\u0668", false)]
    public void A_date_stands_alone(string text, bool valid)
    {
        Rfc3339.TryParseDate(text, out var date, out var refusal).Should().Be(valid);
        date.Should().Be(valid ? new DateOnly(2026, 2, 28) : default);
        (refusal?.Code).Should().Be(valid ? null : "time.malformed");
    }

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    public void No_culture_changes_how_a_time_is_written_or_read(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var time = new DateTimeOffset(2026, 6, 1, 9, 30, 0, TimeSpan.FromHours(2));
            Rfc3339.Format(time).Should().Be("2026-06-01T07:30:00Z");
            Rfc3339.TryParse("2026-06-01T09:30:00+02:00", out var read, out _).Should().BeTrue();
            read.EqualsExact(time).Should().BeTrue();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_was_written_is_read_again() => Gen.DateTime.Sample(time =>
    {
        var utc = new DateTimeOffset(time.Ticks, TimeSpan.Zero);
        return Rfc3339.TryParse(Rfc3339.Format(utc), out var read, out _) && read == utc;
    });

    [Fact]
    public void No_text_makes_it_throw() => Gen.String[0, 70].Select(Gen.Const("2026-06-01T09:30:00.5+02:00"), Gen.Int[0, 27], Gen.Int[0, 27]).Sample((noise, good, from, to) =>
    {
        _ = Rfc3339.TryParse(noise, out _, out _);
        _ = Rfc3339.TryParse(good[..Math.Min(from, good.Length)] + noise + good[Math.Min(to, good.Length)..], out _, out _);
    });
}
