using System.Text.Encodings.Web;
using System.Text.Json;

namespace DpiBlocks.Cryptography.Jose;

/// <summary>How JSON is written: <c>dc+sd-jwt</c> with its plus sign, since nothing of it goes into a web page.</summary>
internal static class JoseJson
{
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
