using System.Buffers.Text;
using System.Text;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>One place in the tree that the paths of <see cref="ClaimPaths"/> make.</summary>
internal sealed class ClaimPathNode
{
    private readonly List<(byte[] Name, ClaimPathNode Node)> _children = [];
    private readonly List<int> _ends = [];
    private ClaimPathNode? _any;

    /// <summary>Gets the numbers of the paths that end here.</summary>
    public IReadOnlyList<int> Ends => _ends;

    public bool IsChosen => _ends.Count > 0;

    public void Mark(int path) => _ends.Add(path);

    public ClaimPathNode GetOrAdd(string token) =>
        token is "*" ? _any ??= new ClaimPathNode() : GetOrAdd(Encoding.UTF8.GetBytes(token));

    /// <summary>Finds what is chosen at a member of an object; null when nothing is, there or below.</summary>
    public ClaimPathNode? Find(ReadOnlySpan<byte> name)
    {
        foreach (var (known, node) in _children)
        {
            if (SdJwtNames.IsEqual(known, name))
            {
                return node;
            }
        }

        return _any;
    }

    /// <summary>Finds what is chosen at an element of an array.</summary>
    public ClaimPathNode? Find(int index)
    {
        Span<byte> text = stackalloc byte[11];
        return Utf8Formatter.TryFormat(index, text, out var written) ? Find(text[..written]) : null;
    }

    /// <summary>Lets what is chosen of every member hold for the named ones too, so that one place is enough to look at.</summary>
    public void Merge()
    {
        foreach (var (_, node) in _children)
        {
            if (_any is not null)
            {
                node.Absorb(_any);
            }

            node.Merge();
        }

        _any?.Merge();
    }

    private void Absorb(ClaimPathNode other)
    {
        _ends.AddRange(other._ends);
        foreach (var (name, node) in other._children)
        {
            GetOrAdd(name).Absorb(node);
        }

        if (other._any is not null)
        {
            (_any ??= new ClaimPathNode()).Absorb(other._any);
        }
    }

    private ClaimPathNode GetOrAdd(byte[] name)
    {
        foreach (var (known, node) in _children)
        {
            if (SdJwtNames.IsEqual(known, name))
            {
                return node;
            }
        }

        var added = new ClaimPathNode();
        _children.Add((name, added));
        return added;
    }
}
