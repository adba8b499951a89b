namespace DpiBlocks.JsonSchema.Evaluation;

/// <summary>Marks that one evaluation uses again and again.</summary>
internal sealed class MarksPool
{
    private readonly Stack<Marks> _free = new();

    public Marks Rent(int count)
    {
        var marks = _free.Count > 0 ? _free.Pop() : new Marks();
        marks.Reset(count);
        return marks;
    }

    public void Return(Marks marks) => _free.Push(marks);
}
