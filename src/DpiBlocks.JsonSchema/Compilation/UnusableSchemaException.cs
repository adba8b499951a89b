namespace DpiBlocks.JsonSchema.Compilation;

/// <summary>Ends a compilation. It never leaves the compiler, which makes a refusal of it.</summary>
internal sealed class UnusableSchemaException(string code, string message, string location) : Exception(message)
{
    public Refusal ToRefusal() => new(code, Message) { Location = location };
}
