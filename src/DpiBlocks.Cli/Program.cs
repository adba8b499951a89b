using System.CommandLine;
using System.Data.Common;
using DpiBlocks;
using DpiBlocks.Cli;
using DpiBlocks.Cli.Commands;

var root = new RootCommand("dpi: keys, credentials, and whether they can be trusted. Touches no network unless told to (verify --online).")
{
    KeyCommand.Create(),
    StatusCommand.Create(),
    IssueCommand.Create(),
    PresentCommand.Create(),
    InspectCommand.Create(),
    VerifyCommand.Create(),
    SchemaCommand.Create(),
    LogCommand.Create(),
    OutboxCommand.Create(),
};

// A name that begins with @ is a name: the files of a folder must not be able to bring options along.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count > 0 || parsed.Tokens.Any(token => token.Value.Length == 0))
{
    // A wrong word makes an error of every word after it: the first one says it all.
    var problem = parsed.UnmatchedTokens is [var word, ..] ? $"'{word}' is not understood here."
        : parsed.Errors is [var error, ..] ? error.Message
        : "A value is empty.";
    Console.Error.WriteLine($"dpi: {DisplayText.Escape(problem)} --help shows how it is used.");
    return ExitCode.Unusable;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (CliException failure)
{
    Console.Error.WriteLine($"dpi: {failure.Message}");
    return ExitCode.Unusable;
}
catch (OperationCanceledException)
{
    return ExitCode.Unusable;      // whoever pressed Ctrl-C knows why
}
catch (Exception failure) when (failure is DbException or StorageException or IOException or UnauthorizedAccessException)
{
    // A damaged store, a full disk, a reader of our output that went away.
    Console.Error.WriteLine($"dpi: {DisplayText.Escape(failure.Message)}");
    return ExitCode.Unusable;
}
