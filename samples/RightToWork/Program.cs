using System.Text.Json;
using RightToWork;

// Everything happens in this process and this folder: no server, no network.
var folder = args.Length > 0 ? args[0] : Path.Combine("artifacts", "right-to-work");
if (Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

var (trustFolder, statusFolder) = (Path.Combine(folder, "trust"), Path.Combine(folder, "status"));
Directory.CreateDirectory(trustFolder);
Directory.CreateDirectory(statusFolder);
var clock = new StoryClock();

Story.Scene("The Home Office gives Amira the right to work");
using var office = await HomeOffice.OpenAsync(Path.Combine(folder, "home-office.db"), statusFolder, clock);
File.WriteAllText(Path.Combine(trustFolder, "policy.json"), office.TrustPolicy);
using var amira = new Worker(clock);
var (credential, entry) = await office.IssueAsync(amira.PublicKey, validFor: TimeSpan.FromDays(2 * 365));
Story.Say("The credential is bound to a key that never leaves her phone.");
Story.Say($"It has entry {entry} of a public status list, drawn at random among a million others.");
Story.Say("She may show each part of it, or keep it back.");

Story.Scene("An employer asks for what the law asks for, and no more");
using var employer = new Employer(Path.Combine(folder, "employer.db"), trustFolder, statusFolder, clock);
var challenge = Employer.NewChallenge();
var presentation = await amira.PresentAsync(credential, challenge);
var verdict = await employer.CheckAsync(presentation, challenge);
Story.Say("Amira shows her name and her permission. Her address and birth date stay on her phone.");
Story.Say("The employer checks, without asking anybody:");
Story.Show(verdict);
var verified = verdict.GetValueOrThrow();

Story.Scene("The record that gives the employer its statutory excuse");
var record = CheckRecord.Of(verdict, verified, checkedBy: "HR desk 4");
using var records = new EmployerRecords(Path.Combine(folder, "employer-records.db"));
records.Add(record);
Story.Say($"ROUTE         {record.Route}");
Story.Say($"SEEN          {record.Seen}");
Story.Say($"CHECKED       {record.CheckedAt:u} by {record.CheckedBy}; verdict: {record.Verdict}");
Story.Say($"EVIDENCE      SHA-256 {record.EvidenceHash}");
Story.Say($"ENDS          {record.PermissionEnds:yyyy-MM-dd}; check again by {record.FollowUpBy:yyyy-MM-dd}");
Story.Say($"DELETE AFTER  {record.DeleteAfter:yyyy-MM-dd}");
Story.Say($"Records kept: {records.Count()}");

// What a court or an auditor would be handed: the evidence, and the list as it stood on that day.
File.WriteAllBytes(Path.Combine(folder, "presentation.txt"), presentation);
File.WriteAllText(Path.Combine(folder, "record.json"), JsonSerializer.Serialize(record, CheckRecordJson.Default.CheckRecord));
var archive = Path.Combine(folder, "status-on-that-day");
Directory.CreateDirectory(archive);
File.Copy(office.PublishedList, Path.Combine(archive, Path.GetFileName(office.PublishedList)));

Story.Scene("Five frauds");
var allCaught = await new Frauds(employer, office, amira, credential, clock).TryAllAsync(presentation, challenge, entry);

clock.Advance(TimeSpan.FromDays(2 * 366));
Story.Scene("When the time is over, the record is deleted");
Story.Say($"Deleted: {records.DeleteDue(clock.GetUtcNow())}. Records kept: {records.Count()}");

Story.Scene("Anybody can check the evidence again");
var verify = $"--trust {trustFolder} --status {archive} --audience {challenge.Audience} --nonce {challenge.Nonce} --at {record.CheckedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
File.WriteAllText(Path.Combine(folder, "verify-again.txt"), $"verify {Path.Combine(folder, "presentation.txt")} {verify}\n");
Story.Say("dotnet run --project src/DpiBlocks.Cli -- \\");
Story.Say($"  verify {Path.Combine(folder, "presentation.txt")} \\");
Story.Say($"  {verify}");
Console.WriteLine();
Console.WriteLine(allCaught ? "All five frauds were refused." : "A FRAUD WAS NOT REFUSED AS IT MUST BE.");
return allCaught ? 0 : 1;
