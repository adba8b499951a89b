using Npgsql;

namespace DpiBlocks.Storage.PostgreSql;

/// <summary>Refuses a server that acknowledges what a crash would take back.</summary>
internal static class PostgreSqlSettings
{
    private static readonly (string Name, string Harm)[] Needed =
    [
        ("fsync", "what it writes does not wait for the disk"),
        ("full_page_writes", "a page that was half written when the power failed cannot be mended"),
        ("synchronous_commit", "it acknowledges a commit before it is on the disk"),
    ];

    public static Refusal? Judge(NpgsqlConnection connection)
    {
        foreach (var (name, harm) in Needed)
        {
            using var command = new NpgsqlCommand("SELECT current_setting($1)", connection) { Parameters = { new() { Value = name } } };
            if (command.ExecuteScalar() is "off")
            {
                return new Refusal(StorageRefusalCodes.NotDurable, $"The server is set to {name} = off: {harm}. Set it to on, for the server, the database and the role.");
            }
        }

        return null;
    }
}
