using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.Trust;

/// <summary>
/// Whose key is this, and may they say that, from a file or a folder: public keys (JWK, JWK set, PEM, DER), certificates (PEM, DER) and
/// policy files (<c>docs/schemas/trust-policy.schema.json</c>). Read once; safe to share between threads.
/// </summary>
/// <remarks>
/// <para>Without a policy file every key is bare: it may speak for any issuer, and the check <c>issuer_binding</c> is not applicable, for the
/// reason <c>bare_key</c>. An end-entity certificate is pinned, a certificate of an authority is an anchor; both speak for the issuer that
/// the certificate names: a URI, the host of an https address, the country of a health certificate.</para>
/// <para>With a policy file only what it states counts: the other files are there to be named by it.</para>
/// <para>A file that cannot be read, or is of no known kind, refuses the whole: a hole in what is trusted must not go unseen. Names that
/// begin with a dot are passed over. A file has at most 1 MiB, a folder 10,000 files and 64 MiB.</para>
/// </remarks>
public sealed class TrustFolder : IKeyResolver, ITrustPolicy
{
    private readonly ITrustBook _book;

    internal TrustFolder(ITrustBook book, TrustEnvironment environment) => (_book, Environment) = (book, environment);

    /// <summary>Gets the environment that its policies state.</summary>
    public TrustEnvironment Environment { get; }

    /// <summary>Reads a file or a folder.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How it is read.</param>
    /// <returns>The trust in it.</returns>
    /// <exception cref="InvalidDataException">It cannot be read; the message begins with the code.</exception>
    public static TrustFolder Load(string path, TrustFolderOptions? options = null) =>
        TryLoad(path, options, out var folder, out var refusal)
            ? folder
            : throw new InvalidDataException($"{refusal.Code}: {refusal.Message} ({refusal.Location ?? path})");

    /// <summary>Reads a file or a folder. Never throws for what lies there.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="folder">The trust in it.</param>
    /// <param name="refusal">
    /// Why not: one of <see cref="TrustRefusalCodes"/>, or what is wrong with a key or certificate; its location begins with the file's name.
    /// </param>
    /// <returns>Whether all of it was read.</returns>
    public static bool TryLoad(
        string path, TrustFolderOptions? options, [NotNullWhen(true)] out TrustFolder? folder, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        folder = null;
        return TrustFile.TryReadAll(path, out var files, out refusal)
            && TrustFolderBuilder.TryBuild(files, Directory.Exists(path) ? null : Path.GetDirectoryName(Path.GetFullPath(path)), options ?? new TrustFolderOptions(), out folder, out refusal);
    }

    /// <inheritdoc/>
    public ValueTask<KeyFinding> FindAsync(KeyReference reference, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return ValueTask.FromResult(_book.Find(reference, at));
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Check>> JudgeAsync(TrustQuestion question, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        return ValueTask.FromResult(_book.Judge(question, at));
    }
}
