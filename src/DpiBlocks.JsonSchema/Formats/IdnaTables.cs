using System.Globalization;

namespace DpiBlocks.JsonSchema.Formats;

/// <summary>The sets of code points of IDNA2008 (RFC 5892, 2), from the platform's categories and the facts of the Unicode Character Database 14.0.</summary>
internal static class IdnaTables
{
    // Letters and digits that NFKC and case folding change (RFC 5892, 2.2, Unstable): they are not capitals, which the category tells.
    private static readonly (int First, int Last)[] Unstable = Ranges(
        "AA-BA 133 140 149 17F 1C6-1CC 1F3 2B0-2B8 2E0-2E4 340-341 343-345 374 37A 3D0-3D6 3F0-3F2 3F5 587 675-678 958-95F 9DC-9DF A33 A36 A59-A5B A5E "
        + "B5C-B5D E33 EB3 EDC-EDD F43 F4D F52 F57 F5C F69 F73 F75-F79 F81 F93 F9D FA2 FA7 FAC FB9 10FC 13F8-13FD 1C80-1C88 1D2C-1D2E 1D30-1D3A 1D3C-1D4D "
        + "1D4F-1D6A 1D78 1D9B-1DBF 1E9A-1E9B 1F71 1F73 1F75 1F77 1F79 1F7B 1F7D-1FA7 1FB2-1FB4 1FB7-1FC4 1FC7 1FD3 1FE3 1FF2-1FF4 1FF7-209C 210A-2149 "
        + "2C7C-2C7D 2D6F 309F 30FF 3131-318E A69C-A69D A770 A7F2-A7F4 A7F8-A7F9 AB5C-AB5F AB69-ABBF F900-FA0D FA10 FA12 FA15-FA1E FA20 FA22 FA25-FA26 "
        + "FA2A-FB1D FB1F-FDFB FE70-FE72 FE74-FFDC 10781-107BA 1D41A-1D7FF 1EE00-1FBF9 2F800-2FA1D");

    // RFC 5892, 2.6 (Exceptions), 2.3 (IgnorableProperties), 2.4 (IgnorableBlocks), 2.9 (OldHangulJamo).
    private static readonly (int First, int Last)[] Disallowed = Ranges(
        "34F 61C 640 7FA 1100-11FF 17B4-17B5 180B-180F 20D0-20FF 302E-302F 3031-3035 303B 3164 A960-A97C D7B0-D7C6 D7CB-D7FB FE00-FE0F 1D100-1D24F E0000-E0FFF");

    private static readonly (int First, int Last)[] Viramas = Ranges(
        "94D 9CD A4D ACD B4D BCD C4D CCD D3B-D3C D4D DCA E3A EBA F84 1039-103A 1714-1715 1734 17D2 1A60 1B44 1BAA-1BAB 1BF2-1BF3 2D7F A806 A82C A8C4 A953 "
        + "A9C0 AAF6 ABED 10A3F 11046 11070 1107F 110B9 11133-11134 111C0 11235 112EA 1134D 11442 114C2 115BF 1163F 116B6 1172B 11839 1193D-1193E 119E0 "
        + "11A34 11A47 11A99 11C3F 11D44-11D45 11D97");

    // Joining_Type R and D of the scripts that are in common use: Arabic, Syriac, N'Ko, Mongolian.
    private static readonly (int First, int Last)[] RightJoining = Ranges(
        "622-625 627 629 62F-632 648 671-673 675-677 688-699 6C0 6C3-6CB 6CD 6CF 6D2-6D3 6D5 6EE-6EF 710 715-719 71E 728 72A 72C 72F 74D 759-75B 76B-76C 771 "
        + "773-774 778-779 870-882 88E 8AA-8AC 8AE 8B1-8B2 8B9");

    private static readonly (int First, int Last)[] DualJoining = Ranges(
        "620 626 628 62A-62E 633-63F 641-647 649-64A 66E-66F 678-687 69A-6BF 6C1-6C2 6CC 6CE 6D0-6D1 6FA-6FC 6FF 712-714 71A-71D 71F-727 729 72B 72D-72E "
        + "74E-758 75C-76A 76D-770 772 775-777 77A-77F 7CA-7EA 886 889-88D 8A0-8A9 8AF-8B0 8B3-8B8 8BA-8C8 1820-1878 1887-18A8 18AA");

    private static readonly (int First, int Last)[] Greek = Ranges("370-373 375-377 37A-37D 37F 384 386 388-3E1 3F0-3FF 1D26-1D2A 1F00-1FFE");

    private static readonly (int First, int Last)[] Japanese = Ranges(
        "2E80-2FD5 3005 3007 3021-3029 3038-303B 3041-3096 309D-309F 30A1-30FA 30FD-30FF 31F0-31FF 3400-4DBF 4E00-9FFF F900-FAD9 FF66-FF6F FF71-FF9D 1B000-1B167 20000-323AF");

    private static readonly (int First, int Last)[] RightToLeft = Ranges(
        "5BE 5C0 5C3 5C6 5D0-5F4 608 60B 60D 61B-64A 66D-66F 671-6D5 6E5-6E6 6EE-6EF 6FA-710 712-72F 74D-7A5 7B1-7EA 7F4-7F5 7FA-815 81A 824 828 830-858 85E-88E 8A0-8C9 "
        + "FB1D-FDFF FE70-FEFC 10800-10D23 10D4A-10FFF 1E800-1EFFF");

    public static bool IsRightToLeft(int point) => DirectionOf(point) is Direction.Right or Direction.ArabicDigit;

    public static bool IsVirama(int point) => Has(Viramas, point);

    public static bool IsGreek(int point) => Has(Greek, point);

    public static bool IsHebrew(int point) => point is (>= 0x591 and <= 0x5F4) or (>= 0xFB1D and <= 0xFB4F);

    public static bool IsJapanese(int point) => Has(Japanese, point);

    public static bool JoinsToTheRight(int point) => Has(RightJoining, point);

    public static bool JoinsBothSides(int point) => Has(DualJoining, point);

    /// <summary>Joining_Type T: what is invisible to joining.</summary>
    public static bool IsTransparent(int point) =>
        CharUnicodeInfo.GetUnicodeCategory(point) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format && point is not (0x200C or 0x200D);

    public static bool IsMark(int point) =>
        CharUnicodeInfo.GetUnicodeCategory(point) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>PVALID (RFC 5892, 3): allowed in any place.</summary>
    public static bool IsAlwaysAllowed(int point)
    {
        if (point is 0xDF or 0x3C2 or 0x6FD or 0x6FE or 0xF0B or 0x3007 || point is '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z'))
        {
            return true;
        }

        return point >= 0x80
            && !(point is (>= 0x660 and <= 0x669) or (>= 0x6F0 and <= 0x6F9) or 0xB7 or 0x375 or 0x5F3 or 0x5F4 or 0x30FB)
            && !Has(Disallowed, point)
            && !Has(Unstable, point)
            && (CharUnicodeInfo.GetUnicodeCategory(point) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
                    or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
                || point is >= 0x13A0 and <= 0x13F5);      // Cherokee, whose capitals are the stable ones
    }

    /// <summary>The class of direction (RFC 5893, 2).</summary>
    public static Direction DirectionOf(int point)
    {
        if (point is (>= '0' and <= '9') or (>= 0x6F0 and <= 0x6F9))
        {
            return Direction.EuropeanDigit;
        }

        if (point is (>= 0x600 and <= 0x605) or (>= 0x660 and <= 0x669) or 0x66B or 0x66C or 0x6DD or (>= 0x10D30 and <= 0x10D39))
        {
            return Direction.ArabicDigit;
        }

        return CharUnicodeInfo.GetUnicodeCategory(point) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => Direction.Mark,
            _ when Has(RightToLeft, point) => Direction.Right,
            UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber => Direction.Left,
            _ => point is 0xF0B ? Direction.Left : Direction.Neutral,
        };
    }

    private static bool Has((int First, int Last)[] ranges, int point)
    {
        var (low, high) = (0, ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (point < ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (point > ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static (int First, int Last)[] Ranges(string text) =>
    [
        .. text.Split(' ').Select(range => range.Split('-')).Select(ends => (Hex(ends[0]), Hex(ends[^1]))).OrderBy(range => range.Item1),
    ];

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
