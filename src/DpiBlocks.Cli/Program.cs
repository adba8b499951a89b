using System.CommandLine;
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
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    // A wrong word makes an error of every word after it: the first one says it all.
    var problem = parsed.UnmatchedTokens is [var word, ..] ? $"'{word}' is not understood here." : parsed.Errors[0].Message;
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
