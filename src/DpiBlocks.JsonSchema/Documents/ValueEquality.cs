namespace DpiBlocks.JsonSchema.Documents;

/// <summary>Whether two JSON values are equal (JSON Schema Core, 4.2.2): numbers by value, members in any order.</summary>
internal static class ValueEquality
{
    /// <summary>Compares two values, of one table or of two. What is deep was bounded when it was read.</summary>
    public static bool Equal(JsonTable a, int at, JsonTable b, int other)
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
            TokenKind.Array => left.Extra == right.Extra && ItemsEqual(a, at, b, other),
            _ => left.Extra == right.Extra && MembersEqual(a, at, b, other),
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
                return ExactNumber.TryParse(table.Text(in token), out var number) ? number.GetHashCode() : Utf8Text.Hash(table.Text(in token));
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

    // What is too long to be computed with is equal only to itself, letter for letter.
    private static bool NumbersEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        Utf8Text.Equal(a, b) || (ExactNumber.TryParse(a, out var left) && ExactNumber.TryParse(b, out var right) && left.Equals(right));

    private static bool ItemsEqual(JsonTable a, int at, JsonTable b, int other)
    {
        var (item, otherItem) = (at + 1, other + 1);
        for (; item < a[at].End; item = a[item].End, otherItem = b[otherItem].End)
        {
            if (!Equal(a, item, b, otherItem))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MembersEqual(JsonTable a, int at, JsonTable b, int other)
    {
        for (var member = at + 1; member < a[at].End; member = a[member + 1].End)
        {
            var value = b.Find(other, a.Text(member), a[member].Extra);
            if (value < 0 || !Equal(a, member + 1, b, value))
            {
                return false;
            }
        }

        return true;
    }
}
