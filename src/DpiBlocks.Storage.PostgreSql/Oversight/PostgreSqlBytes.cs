namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Values as columns hold them.</summary>
internal static class PostgreSqlBytes
{
    public static byte[] Of(Digest digest)
    {
        var bytes = new byte[32];
        digest.CopyTo(bytes);
        return bytes;
    }
}
