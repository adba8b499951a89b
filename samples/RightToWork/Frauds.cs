using System.Buffers.Text;
using System.Text;
using DpiBlocks;
using DpiBlocks.Credentials;

namespace RightToWork;

/// <summary>Five attempts to work without the right to.</summary>
internal sealed class Frauds(Employer employer, HomeOffice office, Worker worker, byte[] credential, StoryClock clock)
{
    /// <summary>Tries them all; true when every one is refused for its own reason.</summary>
    public async Task<bool> TryAllAsync(byte[] usedPresentation, Challenge usedChallenge, long entry)
    {
        var caught = Story.Fraud(
            "1. The surname in the credential is changed, so that it passes for somebody else's.", await AlterAsync(), "sdjwt.disclosure_unreferenced");
        caught &= Story.Fraud(
            "2. Amira's presentation is copied on its way, and sent again.",
            await employer.CheckAsync(usedPresentation, usedChallenge), "presentation.replayed");
        caught &= Story.Fraud(
            "3. A thief has the credential, but not the phone: he signs with a key of his own.", await StealAsync(), "sdjwt.kb_signature");

        await office.RevokeAsync(entry);
        caught &= Story.Fraud("4. The Home Office has taken the permission back; it is shown all the same.", await PresentAsync(), "status.revoked");

        clock.Advance(TimeSpan.FromDays(3 * 366));
        await office.PublishAsync();
        caught &= Story.Fraud("5. Three years later, the permission has ended; it is shown all the same.", await PresentAsync(), "validity.expired");
        return caught;
    }

    private async Task<Verification<VerifiedCredential>> PresentAsync()
    {
        var challenge = Employer.NewChallenge();
        return await employer.CheckAsync(await worker.PresentAsync(credential, challenge), challenge);
    }

    private async Task<Verification<VerifiedCredential>> AlterAsync()
    {
        // One disclosure is opened, its value exchanged, and put back; then he signs the whole with his own, right key.
        var parts = Encoding.ASCII.GetString(credential).Split('~');
        var index = Array.FindIndex(parts, 1, part => part.Length > 0 && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)).Contains("family_name", StringComparison.Ordinal));
        var disclosure = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[index])).Replace("Example", "Smith", StringComparison.Ordinal);
        parts[index] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(disclosure));

        var challenge = Employer.NewChallenge();
        return await employer.CheckAsync(await worker.PresentAsIsAsync(Encoding.ASCII.GetBytes(string.Join('~', parts)), challenge), challenge);
    }

    private async Task<Verification<VerifiedCredential>> StealAsync()
    {
        using var thief = new Worker(clock);
        var challenge = Employer.NewChallenge();
        return await employer.CheckAsync(await thief.PresentAsync(credential, challenge), challenge);
    }
}
