namespace DpiBlocks.Credentials.Hcert;

/// <summary>The types of EU Digital COVID Certificates, as trust policies and verified credentials name them. They are stable.</summary>
public static class DccTypes
{
    /// <summary>A certificate of vaccination.</summary>
    public const string Vaccination = "eu-dcc/vaccination";

    /// <summary>A certificate of a test result.</summary>
    public const string Test = "eu-dcc/test";

    /// <summary>A certificate of recovery.</summary>
    public const string Recovery = "eu-dcc/recovery";
}
