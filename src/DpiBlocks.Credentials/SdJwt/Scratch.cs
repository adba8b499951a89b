using System.Text.Encodings.Web;
using System.Text.Json;

namespace DpiBlocks.Credentials.SdJwt;

/// <summary>Where one disclosure after the other is written: one of these for each level of nesting.</summary>
internal sealed class Scratch : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,      // what is written is JSON, never part of a page
        SkipValidation = true,
    };

    private readonly PooledBuffer _buffer = new(256);
    private readonly Utf8JsonWriter _writer;

    public Scratch() => _writer = new Utf8JsonWriter(_buffer, Options);

    public Utf8JsonWriter Begin()
    {
        _buffer.Truncate(0);
        _writer.Reset();
        return _writer;
    }

    public ReadOnlySpan<byte> End()
    {
        _writer.Flush();
        return _buffer.Written;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _buffer.Dispose();
    }
}
