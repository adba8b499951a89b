using System.CommandLine;

namespace DpiBlocks.Cli.Commands;

/// <summary>The options that several commands share, and how their values are read.</summary>
internal static class CommonOptions
{
    public static Option<string> Key(string description = "The file of the private key, a JWK.") => new("--key") { Description = description, Required = true };

    public static Option<string> Store() => new("--store") { Description = "The SQLite file that remembers which places are taken.", Required = true };

    public static Option<Uri> ListUri() => new("--uri") { Description = "The address at which the list will be published.", Required = true, CustomParser = ParseUri };

    public static Option<string?> Out(string what) => new("--out") { Description = $"The file for {what}; standard output when there is none." };

    public static Option<bool> Force() => new("--force") { Description = "Replace the output file if it exists." };

    public static Uri? ParseUri(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var uri))
        {
            return uri;
        }

        result.AddError($"{result.Argument.Name} must be an absolute address, such as https://example.gov/status/1.");
        return null;
    }

    public static DateTimeOffset? ParseTime(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Rfc3339.TryParse(result.Tokens.Single().Value, out var time, out _))
        {
            return time;
        }

        result.AddError("A time is written like 2030-01-01T00:00:00Z.");
        return null;
    }
}
