using System.Buffers;
using System.Globalization;

namespace DpiBlocks.JsonSchema.Patterns;

/// <content>Escapes and classes.</content>
internal sealed partial class EcmaParser
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    private CodePointSet Class()
    {
        var negated = TryTake("^");
        var set = new CodePointSet();
        while (!TryTake("]"))
        {
            var first = ClassAtom(out var point);
            if (Peek == '-' && _at + 1 < Source.Length && Source[_at + 1] != ']')
            {
                _at++;
                ClassAtom(out var last);
                Demand(point is not null && last is not null && point <= last);      // 22.2.1.1: a class has no range
                set.Add(point!.Value, last!.Value);
            }
            else
            {
                set.Add(first);
                _joined += first.Count;
            }
        }

        return negated ? set.Inverted() : set.Complete();
    }

    private CodePointSet ClassAtom(out int? point)
    {
        Demand(More);
        if (Peek != '\\')
        {
            point = TakeCodePoint();
            return Single(point.Value);
        }

        _at++;
        if (TryClassEscape(out var set))
        {
            point = null;
            return set;
        }

        point = TryTake("b") ? 8 : TryTake("-") ? '-' : CharacterEscape();
        return Single(point.Value);
    }

    private CodePointSet Escape()
    {
        _at++;
        return TryClassEscape(out var set) ? set : Single(CharacterEscape());
    }

    private PatternNode.BackReference? TryBackReference()
    {
        int group;
        if (TryTake(@"\k<"))
        {
            var name = TakeName();
            group = name is null ? -1 : _groups.IndexOf(name);
        }
        else if (_at + 1 < Source.Length && Source[_at + 1] is >= '1' and <= '9')
        {
            _at++;
            group = TakeNumber();
        }
        else
        {
            return null;
        }

        Demand(group > 0 && group < _groups.Count);
        RefersBack = true;
        return new PatternNode.BackReference(group);
    }

    private bool TryClassEscape(out CodePointSet set)
    {
        set = Peek switch
        {
            'd' or 'D' => Digits,
            's' or 'S' => Spaces,
            'w' or 'W' => Words,
            'p' or 'P' => null!,
            _ => new CodePointSet(),
        };
        var letter = Peek;
        if (letter is not ('d' or 'D' or 's' or 'S' or 'w' or 'W' or 'p' or 'P'))
        {
            return false;
        }

        _at++;
        set ??= Property();
        set = letter is 'D' or 'S' or 'W' or 'P' ? set.Inverted() : set;
        return true;
    }

    private CodePointSet Property()
    {
        Demand(TryTake("{"));
        var end = Source.IndexOf('}', _at);
        Demand(end > _at);
        Demand(UnicodeProperties.TryFind(Source[_at..end], out var set));
        IsUnsupported |= set is null;
        _at = end + 1;
        return set is null || !_needsSets ? new CodePointSet() : set;
    }

    private int CharacterEscape()
    {
        Demand(More);
        var letter = Source[_at++];
        switch (letter)
        {
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'c':
                Demand(char.IsAsciiLetter(Peek));
                return Source[_at++] & 31;
            case '0':
                Demand(!char.IsAsciiDigit(Peek));
                return 0;
            case 'x':
                return TakeHex(2);
            case 'u':
                return UnicodeEscape();
            default:
                Demand("^$\\.*+?()[]{}|/".Contains(letter, StringComparison.Ordinal));
                return letter;
        }
    }

    private int UnicodeEscape()
    {
        if (TryTake("{"))
        {
            var end = Source.IndexOf('}', _at);
            Demand(end > _at);
            var written = Source.AsSpan(_at, end - _at).TrimStart('0');
            Demand(!Source.AsSpan(_at, end - _at).ContainsAnyExcept(HexDigits) && written.Length <= 6);
            var point = written.IsEmpty ? 0 : int.Parse(written, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            Demand(point <= 0x10FFFF);
            _at = end + 1;
            return point;
        }

        var high = TakeHex(4);
        var back = _at;
        if (high is >= 0xD800 and <= 0xDBFF && TryTake(@"\u") && Peek != '{')
        {
            var low = TakeHex(4);
            if (low is >= 0xDC00 and <= 0xDFFF)
            {
                return char.ConvertToUtf32((char)high, (char)low);
            }
        }

        _at = back;
        return high;
    }

    private int TakeHex(int digits)
    {
        Demand(_at + digits <= Source.Length && !Source.AsSpan(_at, digits).ContainsAnyExcept(HexDigits));
        var value = int.Parse(Source.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _at += digits;
        return value;
    }

    // A number beyond all texts is as good as the largest.
    private int TakeNumber()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek))
        {
            _at++;
        }

        Demand(_at > start);
        return int.TryParse(Source.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
    }

    private int TakeCodePoint()
    {
        var point = char.ConvertToUtf32(Source, _at);
        _at += point > 0xFFFF ? 2 : 1;
        return point;
    }

    // A name is an identifier: letters, digits, _ and $, not beginning with a digit (22.2.1, GroupName).
    private string? TakeName()
    {
        var end = Source.IndexOf('>', _at);
        if (end <= _at)
        {
            return null;
        }

        var name = Source[_at..end];
        _at = end + 1;
        return !char.IsDigit(name[0]) && name.All(letter => letter is '_' or '$' || char.IsLetterOrDigit(letter) || char.IsSurrogate(letter)) ? name : null;
    }

    private bool TryTake(string text)
    {
        if (string.CompareOrdinal(Source, _at, text, 0, text.Length) != 0)
        {
            return false;
        }

        _at += text.Length;
        return true;
    }

    private bool TryTakeAny(out string taken, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (TryTake(text))
            {
                taken = text;
                return true;
            }
        }

        taken = string.Empty;
        return false;
    }

    private bool NamesAreUnique()
    {
        var named = _groups.OfType<string>().ToList();
        return named.Distinct(StringComparer.Ordinal).Count() == named.Count;
    }

    // The groups that can be referred back to, by number, with their names; a reference may stand before its group.
    private static List<string?> FindGroups(string source)
    {
        var groups = new List<string?> { null };
        var inClass = false;
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    var rest = source.AsSpan(i + 1);
                    if (!rest.StartsWith("?"))
                    {
                        groups.Add(null);
                    }
                    else if (rest.StartsWith("?<") && !rest.StartsWith("?<=") && !rest.StartsWith("?<!"))
                    {
                        var end = rest.IndexOf('>');
                        groups.Add(end > 2 ? rest[2..end].ToString() : null);
                    }

                    break;
            }
        }

        return groups;
    }
}
