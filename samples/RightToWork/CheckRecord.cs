using System.Text.Json;
using System.Text.Json.Serialization;
using DpiBlocks;
using DpiBlocks.Credentials;

namespace RightToWork;

/// <summary>The record of a check: what gives an employer its statutory excuse, and says when to check again and when to delete.</summary>
internal sealed record CheckRecord
{
    /// <summary>By which of the lawful ways the check was made.</summary>
    public string Route { get; init; } = "digital credential, presented by the worker and verified by the employer";

    public required string Seen { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    public required string CheckedBy { get; init; }

    /// <summary>The SHA-256 of the presentation, which is kept beside the record.</summary>
    public required string EvidenceHash { get; init; }

    public required string Verdict { get; init; }

    public required DateTimeOffset PermissionEnds { get; init; }

    /// <summary>A permission that ends must be checked again before it does.</summary>
    public required DateTimeOffset FollowUpBy { get; init; }

    /// <summary>Two years after the employment; here, two years after the permission, unless it is renewed.</summary>
    public required DateTimeOffset DeleteAfter { get; init; }

    public static CheckRecord Of(Verification<VerifiedCredential> verdict, VerifiedCredential credential, string checkedBy)
    {
        var ends = credential.Validity.ExpiresAt ?? DateTimeOffset.MaxValue;
        return new CheckRecord
        {
            Seen = Describe(credential.Claims),
            CheckedAt = verdict.JudgedAt,
            CheckedBy = checkedBy,
            EvidenceHash = Digest.Of(credential.Presented.Span).ToString(),
            Verdict = verdict.Grade.ToString(),
            PermissionEnds = ends,
            FollowUpBy = ends.AddDays(-28),
            DeleteAfter = ends.AddYears(2),
        };
    }

    private static string Describe(JsonElement claims)
    {
        var permission = claims.GetProperty("permission");
        return $"{claims.GetProperty("given_name")} {claims.GetProperty("family_name")}: {permission.GetProperty("kind")}, "
            + $"{permission.GetProperty("hours_per_week")} hours a week, {permission.GetProperty("conditions")}";
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckRecord))]
internal sealed partial class CheckRecordJson : JsonSerializerContext;
