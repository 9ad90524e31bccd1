#:project ../src/Florin.Finance/Florin.Finance.csproj
// Applicants who were declined: what reject inference says of them, and, as these are simulated, what is true.
using Florin;

// A person accepted by the true risk and by luck; the lender's data hold less than the person saw.
CreditSample sample = CreditSimulator.SimulateWithTruth(12_000, 7);
var luck = new Random(7);
bool[] accepted = [.. sample.TruePd.Select(pd => luck.NextDouble() < 1 / (1 + Math.Pow(pd / (1 - pd) * 11, 1.2)))];
int[] yes = [.. Enumerable.Range(0, accepted.Length).Where(row => accepted[row])];
int[] no = [.. Enumerable.Range(0, accepted.Length).Where(row => !accepted[row])];
Table all = sample.Table.Without("late_payments_12m", "months_since_delinquency", "debt_ratio");
Table loans = all.Rows(yes), declined = all.Rows(no).Without("defaulted");

Plan plan = PlanFile.Parse("""
    recipe: credit/default-risk
    data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [age, sex], drop: [noise]}
    split: {kind: every, k: 5}
    network: logistic
    credit:
      decision: {approvalRate: 0.8}
      rejects: {path: declined.csv, method: parcelling, badRateFactor: 2}
    """);
using StudyResult study = StudyRun.Of(plan, loans, new StudySource("", 0), new StudyOptions { Declined = declined });

RejectStudy found = study.Study.Credit!.Rejects!;
Console.WriteLine($"{yes.Length} accepted, {no.Length} declined; mean PD of the declined {found.MeanPdWithout!.Value:P1} without "
    + $"inference, {found.MeanPd.Value:P1} with it");
foreach (RejectFactor each in found.Sensitivity)
    Console.WriteLine($"  factor {each.Factor}: bad rate {each.BadRate.Value:P1}, mean PD {each.MeanPd:P1}, "
        + $"{each.Approved:P0} of them approved");
foreach (string warning in found.Warnings) Console.WriteLine("! " + warning);

// No lender can print this line.
Console.WriteLine($"In truth {no.Average(row => sample.TruePd[row]):P1} of the declined default.");
