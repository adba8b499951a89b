namespace DpiBlocks.JsonSchema.Documents;

/// <summary>Whether two JSON values are equal (JSON Schema Core, 4.2.2): numbers by value, members in any order; null where numbers too large to compute with decide it.</summary>
internal static class ValueEquality
{
    /// <summary>Compares two values, of one table or of two. What is deep was bounded when it was read.</summary>
    public static bool? Equal(JsonTable a, int at, JsonTable b, int other)
    {
        ref readonly var left = ref a[at];
        ref readonly var right = ref b[other];
        if (KindOf(left) != KindOf(right))
        {
            return false;
        }

        return KindOf(left) switch
        {
            TokenKind.Null => true,
            TokenKind.Boolean => left.Length == right.Length,      // true has four letters, false five
            TokenKind.String => Utf8Text.Equal(a.Text(in left), b.Text(in right)),
            TokenKind.Number => NumbersEqual(a.Text(in left), b.Text(in right)),
            TokenKind.Array => left.Extra == right.Extra ? ItemsEqual(a, at, b, other) : false,
            _ => left.Extra == right.Extra ? MembersEqual(a, at, b, other) : false,
        };
    }

    /// <summary>A hash that equal values share.</summary>
    public static int Hash(JsonTable table, int at)
    {
        ref readonly var token = ref table[at];
        var hash = (int)token.Kind;
        switch (token.Kind)
        {
            case TokenKind.Null:
                return 0;
            case TokenKind.Boolean:
                return token.Length;
            case TokenKind.String:
                return Utf8Text.Hash(table.Text(in token));
            case TokenKind.Number:
                return ExactNumber.TryParse(table.Text(in token), out var number) ? number.GetHashCode() : hash;
            case TokenKind.Array:
                for (var item = at + 1; item < token.End; item = table[item].End)
                {
                    hash = HashCode.Combine(hash, Hash(table, item));
                }

                return hash;
            default:
                for (var member = at + 1; member < token.End; member = table[member + 1].End)
                {
                    hash += HashCode.Combine(table[member].Extra, Hash(table, member + 1));      // in any order
                }

                return hash;
        }
    }

    // The name of a member is a string where it is what a schema is applied to (propertyNames).
    private static TokenKind KindOf(in Token token) => token.Kind is TokenKind.Name ? TokenKind.String : token.Kind;

    // A number that can be computed with is never equal to one that cannot.
    private static bool? NumbersEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (Utf8Text.Equal(a, b))
        {
            return true;
        }

        var (isLeft, isRight) = (ExactNumber.TryParse(a, out var left), ExactNumber.TryParse(b, out var right));
        return isLeft || isRight ? isLeft && isRight && left.Equals(right) : null;
    }

    private static bool? ItemsEqual(JsonTable a, int at, JsonTable b, int other)
    {
        bool? equal = true;
        var (item, otherItem) = (at + 1, other + 1);
        for (; item < a[at].End && equal is not false; item = a[item].End, otherItem = b[otherItem].End)
        {
            equal &= Equal(a, item, b, otherItem);
        }

        return equal;
    }

    private static bool? MembersEqual(JsonTable a, int at, JsonTable b, int other)
    {
        bool? equal = true;
        for (var member = at + 1; member < a[at].End && equal is not false; member = a[member + 1].End)
        {
            var value = b.Find(other, a.Text(member), a[member].Extra);
            equal &= value < 0 ? false : Equal(a, member + 1, b, value);
        }

        return equal;
    }
}
