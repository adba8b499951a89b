using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Keywords;

/// <summary><c>uniqueItems</c> (Validation, 6.4.3). Only items of the same hash are compared.</summary>
internal sealed class UniqueItemsKeyword() : Keyword("uniqueItems", Kinds.Arrays)
{
    public override int Cost => 1;

    public override bool IsValid(ref Run run, int at, Marks? marks)
    {
        var (count, end) = (run.Document.Count(at), run.Document[at].End);
        if (count < 2)
        {
            return true;
        }

        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count * 2);
        var places = size <= 256 ? stackalloc (int Item, int Hash)[size] : new (int Item, int Hash)[size];      // an item of zero is empty
        places.Clear();
        for (var item = at + 1; item < end; item = run.Document[item].End)
        {
            var hash = ValueEquality.Hash(run.Document, item);
            var slot = hash & (size - 1);
            for (; places[slot].Item != 0; slot = (slot + 1) & (size - 1))
            {
                if (!run.Spend(1) || (places[slot].Hash == hash && run.Spend(run.Document[item].End - item) && run.IsEqual(item, run.Document, places[slot].Item)))
                {
                    return false;
                }
            }

            places[slot] = (item, hash);
        }

        return true;
    }

    public override string Describe(ref Run run, int at) => "Two items here are equal, and none may be.";
}
